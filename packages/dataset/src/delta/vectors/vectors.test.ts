import path from 'node:path'
import { expect, test } from '@jest/globals'
import { inTable, metaData, protocol } from '../../testing/delta.ts'
import { ids, range, remove } from '../../testing/delta-rows.ts'
import { inline, stored, z85 } from '../../testing/delta-vectors.ts'

test('deleted rows stay away: by vectors in the log, in files, in files of a folder, and at a whole path', async () => {
  await inTable(async (table) => {
    const uuid = 'd2c639aa-8816-431a-aaf6-d3fe2512ff61'
    const coded = z85(Buffer.from(uuid.replaceAll('-', ''), 'hex'))
    const file = (folder: string) => path.join(table.base, folder, `deletion_vector_${uuid}.bin`)
    const [none, first, second] = [
      { deletionVector: inline([0, 2]) },
      await stored(file('t'), [[1], [0, 1]]),
      await stored(file('t/ab'), [[2]]),
    ]
    const [third] = await stored(file('elsewhere'), [[0]])
    const relative = (place: object | undefined, prefix = '') => ({
      deletionVector: { storageType: 'u', pathOrInlineDv: `${prefix}${coded}`, ...place },
    })
    const adds = [
      await table.add('1.parquet', range(10, 13), none),
      await table.add('2.parquet', range(20, 22), relative(first[1])),
      await table.add('3.parquet', range(30, 32), relative(second[0], 'ab')),
      await table.add('4.parquet', range(40, 41), {
        deletionVector: { storageType: 'p', pathOrInlineDv: `file://${file('elsewhere')}`, ...third },
      }),
      await table.add('5.parquet', range(50, 51)),
    ]
    await table.commits([[protocol(3, ['deletionVectors']), metaData({ id: 'long' }), ...adds]])
    expect(await ids(table, 't')).toEqual([11, 13, 22, 30, 31, 41, 50, 51])
  })
})

test('a file with other deleted rows replaces the one before, in whatever order a commit says so', async () => {
  await inTable(async (table) => {
    const { add } = await table.add('a.parquet', range(1, 4))
    const [one, two] = [inline([0]), inline([0, 3])]
    await table.commits([
      [protocol(3, ['deletionVectors']), metaData({ id: 'long' }), { add }],
      [{ add: { ...add, deletionVector: one } }, remove('a.parquet')],
      [remove('a.parquet', { deletionVector: one }), { add: { ...add, deletionVector: two } }],
      [{ add: { ...add, deletionVector: two, stats: '{}' } }, remove('a.parquet', { deletionVector: one })],
    ])
    expect(await ids(table, 't@v1')).toEqual([2, 3, 4])
    expect(await ids(table, 't@v2')).toEqual([2, 3])
    expect(await ids(table, 't@v3')).toEqual([2, 3])
  })
})
