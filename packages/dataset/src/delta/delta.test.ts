import { stat } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import type { RowsConfig } from '@trainyard/config'
import { datasetDocument } from '../document.ts'
import { openDataset } from '../open.ts'
import { reopenDataset } from '../reopen.ts'
import { sql } from '../sql.ts'
import { inTable, metaData, protocol } from '../testing/delta.ts'
import { hour, ids, range, rowsOf, threeVersions } from '../testing/delta-rows.ts'
import { inline } from '../testing/delta-vectors.ts'
import { testServices } from '../testing/services.ts'

test.each<[string, RowsConfig, number, readonly number[]]>([
  ['its folder: the latest', 't', 2, [4]],
  ['its folder with a slash', 't/', 2, [4]],
  ['a version behind it', 't@v1', 1, [4, 1, 2, 3]],
  ['a time behind it', 't@20260131110000000', 1, [4, 1, 2, 3]],
  ['a map', { delta: 't' }, 2, [4]],
  ['a map with a version', { delta: 't', version: 0 }, 0, [1, 2, 3]],
  ['a time without a zone', { delta: 't', timestamp: '2026-01-31 11:59' }, 1, [4, 1, 2, 3]],
  ['a time with a zone', { delta: 't', timestamp: '2026-01-31T11:30:00+01:00' }, 0, [1, 2, 3]],
])('a table is named by %s', async (_, train, version, expected) => {
  await inTable(async (table) => {
    await threeVersions(table)
    const { rows, file } = await rowsOf(table, train)
    expect(rows.map(({ id }) => id)).toEqual(expected)
    expect(file).toMatchObject({
      path: 't',
      format: 'delta',
      delta: { table: 'table-1', version, timestamp: new Date(hour(10 + version)).toISOString() },
    })
  })
})

test('a document names the version, and opens it again when the table has gone on', async () => {
  await inTable(async (table) => {
    await threeVersions(table)
    const source = { base: table.base, train: ['t@v1'], split: { seed: 1 }, target: 'id' }
    const dataset = await openDataset(source, testServices)
    await dataset.close()
    const document = datasetDocument(dataset, testServices.clock)
    await table.commits([[await table.add('c.parquet', range(5, 9))]], 3)
    const again = await reopenDataset(document, table.base, testServices)
    await again.close()
    expect(datasetDocument(again, testServices.clock)).toEqual(document)
  })
})

test('a document refuses rows that are others: of a file, of a deletion vector, of the log', async () => {
  await inTable(async (table) => {
    await threeVersions(table)
    const dataset = await openDataset({ base: table.base, train: ['t@v1'] }, testServices)
    await dataset.close()
    const document = datasetDocument(dataset, testServices.clock)
    const refusal = () => reopenDataset(document, table.base, testServices).then(() => 'opened', String)
    const { add } = await table.add('a.parquet', range(5, 5))
    expect(await refusal()).toContain('hashes to')
    await table.commits([[{ add: { ...add, deletionVector: inline([0], 1) } }]], 1)
    expect(await refusal()).toContain('hashes to')
  })
})

test('two versions of a table are not mixed, and one is in one share', async () => {
  await inTable(async (table) => {
    await threeVersions(table)
    const { base } = table
    await expect(openDataset({ base, train: ['t@v0', 't@v1'] }, testServices)).rejects.toThrow('two versions')
    await expect(openDataset({ base, train: ['t@v0'], test: ['t@v1'] }, testServices)).rejects.toThrow('two shares')
  })
})

test('values of each type, columns that came later, and columns of no type', async () => {
  await inTable(async (table) => {
    const schema = {
      ...{ b: 'byte', s: 'short', i: 'integer', l: 'long', f: 'float', d: 'double', m: 'decimal(10,2)', t: 'boolean' },
      ...{ x: 'string', day: 'date', at: 'timestamp', local: 'timestamp_ntz', later: 'string', nothing: 'void' },
    }
    const row = sql`SELECT -1::TINYINT AS b, -2::SMALLINT AS s, 3::INTEGER AS i, 9007199254740993::BIGINT AS l,
      0.5::FLOAT AS f, 1e300::DOUBLE AS d, 12.34::DECIMAL(10,2) AS m, true AS t, 'ä' AS x, DATE '2024-02-29' AS day,
      TIMESTAMPTZ '2024-01-01 12:00:00.123456Z' AS at, TIMESTAMP '2024-01-01 12:00:00' AS local, 'no column' AS other`
    const features = protocol(3, ['timestampNtz'])
    await table.commits([[features, metaData(schema), await table.add('a.parquet', row)]])
    const { rows, dataset } = await rowsOf(table, 't')
    expect(rows).toEqual([
      {
        ...{ b: -1, s: -2, i: 3, l: 9007199254740993n, f: 0.5, d: 1e300, m: 12.34, t: true, x: 'ä' },
        ...{ day: '2024-02-29T00:00:00.000Z', at: '2024-01-01T12:00:00.123Z', local: '2024-01-01T12:00:00.000Z' },
        ...{ later: null, nothing: null },
      },
    ])
    expect(dataset.columns.map(({ type }) => type).join(' ')).toBe(
      'integer integer integer integer number number number boolean string date timestamp timestamp string string',
    )
  })
})

test('types that were widened are read as the wider one, beside files of the narrower', async () => {
  await inTable(async (table) => {
    const before = await table.add('a.parquet', sql`SELECT 1::INTEGER AS id, DATE '2024-01-01' AS at`)
    const after = await table.add('b.parquet', sql`SELECT 5000000000 AS id, TIMESTAMP '2024-01-02 01:00:00' AS at`)
    const features = protocol(3, ['typeWidening', 'timestampNtz'])
    await table.commits([[features, metaData({ id: 'long', at: 'timestamp_ntz' }), before, after]])
    expect((await rowsOf(table, 't')).rows).toEqual([
      { id: 1, at: '2024-01-01T00:00:00.000Z' },
      { id: 5_000_000_000, at: '2024-01-02T01:00:00.000Z' },
    ])
  })
})

test('partition values are the log’s, typed, and paths are decoded once', async () => {
  await inTable(async (table) => {
    const values = [
      ['p=a%20b/q=1/1.parquet', { p: 'a b', q: '1' }],
      ['p=ä/2.parquet', { p: '100%', q: null }],
      ['3.parquet', { p: null, q: '-7' }],
      ['4.parquet', { p: '', q: '' }],
    ] as const
    const schema = metaData({ id: 'integer', q: 'integer', p: 'string' }, { partitionColumns: ['p', 'q'] })
    const adds = values.map(([name, partitionValues], id) =>
      table.add(name, sql`SELECT ${id}::INTEGER AS id, 'wrong' AS p`, { partitionValues }),
    )
    await table.commits([[protocol(), schema, ...(await Promise.all(adds))]])
    const { rows } = await rowsOf(table, 't')
    expect(rows.sort((a, b) => Number(a['id']) - Number(b['id']))).toEqual([
      { id: 0, q: 1, p: 'a b' },
      { id: 1, q: null, p: '100%' },
      { id: 2, q: -7, p: null },
      { id: 3, q: null, p: '' },
    ])
  })
})

test.each(['name', 'id'])('columns are found by %s, whatever they are called now', async (mode) => {
  await inTable(async (table) => {
    const mapped = (id: number, physicalName: string) => ({
      type: 'long',
      metadata: { 'delta.columnMapping.id': id, 'delta.columnMapping.physicalName': physicalName },
    })
    const file = path.join(table.base, 't/a.parquet')
    await table.engine.run(
      sql`COPY (SELECT 1 AS "col-1", 2 AS "col-2", 3 AS old) TO ${file}
        (FORMAT parquet, FIELD_IDS {'col-1': ${mode === 'id' ? 20 : 1}, 'col-2': 2, old: 9})`,
    )
    const add = { path: 'a.parquet', partitionValues: { 'col-p': '7' }, size: (await stat(file)).size }
    const schema = metaData(
      { 'with space': mapped(20, 'col-1'), p: mapped(3, 'col-p'), two: mapped(2, 'col-2'), added: mapped(4, 'old-id') },
      { partitionColumns: ['p'], configuration: { 'delta.columnMapping.mode': mode } },
    )
    await table.commits([[protocol(2), schema, { add }]])
    expect((await rowsOf(table, 't')).rows).toEqual([{ 'with space': 1, p: 7, two: 2, added: null }])
  })
})

test('rows are in the order of the files, however many were written when', async () => {
  await inTable(async (table) => {
    const adds = []
    for (let file = 0; file < 60; file += 1) {
      const gone = file % 3 === 1 ? { deletionVector: inline([9]) } : {}
      adds.push(await table.add(`${String(file).padStart(4, '0')}.parquet`, range(file * 10, file * 10 + 9), gone))
    }
    const heads = [protocol(3, ['deletionVectors']), metaData({ id: 'long' })]
    await table.commits([heads, ...adds.reverse().map((add) => [add])])
    const kept = Array.from({ length: 600 }, (_, id) => id).filter((id) => id % 30 !== 19)
    expect(await ids(table, 't')).toEqual(kept)
  })
})

test.each([
  ['a glob of its files', 't/*.parquet'],
  ['a glob of folders', '*/*.parquet'],
  ['a folder above it', '.'],
  ['a map of files', { files: ['t'], partitions: 'columns' as const }],
])('a table is never read as its files, which may be of earlier versions: %s', async (_, train) => {
  await inTable(async (table) => {
    await threeVersions(table)
    await expect(openDataset({ base: table.base, train: [train] }, testServices)).rejects.toThrow(
      't  this folder is a Delta table',
    )
  })
})
