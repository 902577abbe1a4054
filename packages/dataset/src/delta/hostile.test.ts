import { rm, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import { openDataset } from '../open.ts'
import { sql } from '../sql.ts'
import { type HandTable, inTable, metaData, protocol, versionName } from '../testing/delta.ts'
import { range, remove, threeVersions } from '../testing/delta-rows.ts'
import { inline } from '../testing/delta-vectors.ts'
import { testServices } from '../testing/services.ts'

/** What opening a table says; it must be one input error. */
async function refusal({ base }: HandTable, train = 't'): Promise<string> {
  const opened = openDataset({ base, train: [train] }, testServices)
  const error = await opened.then(
    async (dataset) => dataset.close(),
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(InputError)
  const { problems } = error as InputError
  expect(problems).toHaveLength(1)
  return (error as InputError).message
}

const log = (name: string) => `t/_delta_log/${name}`
const commit = (version: number) => log(`${versionName(version)}.json`)
const at = (table: HandTable, file: string) => path.join(table.base, file)

describe('a table of three versions that was damaged: one error that names the version and the file', () => {
  test.each<[string, (table: HandTable) => Promise<unknown>, string, readonly string[]]>([
    ['a commit is missing', (t) => rm(at(t, commit(1))), 't', [commit(1), 'version 2', 'version 1 is missing']],
    ['a commit is cut', (t) => truncate(at(t, commit(1)), 50), 't', [`${commit(1)}:1`, 'version 1', 'cut']],
    ['a commit is empty', (t) => truncate(at(t, commit(2))), 't', [commit(2), 'version 2', 'empty']],
    ['a commit holds a list', (t) => t.log(`${versionName(2)}.json`, '[]'), 't', [`${commit(2)}:1`, 'no JSON object']],
    ['a commit is no UTF-8', (t) => writeFile(at(t, commit(2)), Buffer.of(255)), 't', [commit(2), 'no UTF-8']],
    ['a data file is missing', (t) => rm(at(t, 't/a.parquet')), 't', ['t/a.parquet', 'version 2', 'VACUUM']],
    ['a data file is cut', (t) => truncate(at(t, 't/a.parquet'), 99), 't', ['t/a.parquet', 'version 2', '99 bytes']],
    ['a file of an old version is missing', (t) => rm(at(t, 't/b.parquet')), 't@v0', ['t/b.parquet', 'version 0']],
    ['a version that is not there yet', async () => undefined, 't@v3', ['no version 3', 'latest is 2']],
    [
      'the first commit is missing',
      (t) => rm(at(t, commit(0))),
      't@v1',
      [commit(0), 'version 1', 'version 0 is missing'],
    ],
    [
      'a time before the first commit',
      async () => undefined,
      't@20260131095959999',
      ['no version of 2026-01-31T09:59'],
    ],
    ['a time after the last commit', async () => undefined, 't@20260131120000001', ['no version of 2026-01-31T12:00']],
    [
      'the end of the log is missing',
      (t) => t.log('_last_checkpoint', '{"version":7}'),
      't',
      [log('_last_checkpoint'), 'version 7'],
    ],
    ['the pointer is cut', (t) => t.log('_last_checkpoint', '{"vers'), 't', [log('_last_checkpoint'), 'delete it']],
    [
      'the checksum file knows another number of files',
      (t) => t.log(`${versionName(2)}.crc`, '{"numFiles":2,"tableSizeBytes":1}'),
      't',
      [log(`${versionName(2)}.crc`), 'version 2', '2 files', 'gives 1'],
    ],
    [
      'nothing is left of the log',
      async (t) => Promise.all([0, 1, 2].map((version) => rm(at(t, commit(version))))),
      't',
      ['t/_delta_log', 'holds no version'],
    ],
  ])('%s', async (_, damage, train, expected) => {
    await inTable(async (table) => {
      await threeVersions(table)
      await damage(table)
      const message = await refusal(table, train)
      for (const part of expected) expect(message).toContain(part)
    })
  })
})

test('a data file whose inside is broken is named', async () => {
  await inTable(async (table) => {
    const { add } = await table.add('a.parquet', sql`SELECT range AS id, md5(range::VARCHAR) AS x FROM range(5000)`)
    await table.commits([[protocol(), metaData({ id: 'long', x: 'string' }), { add }]])
    const bytes = Buffer.alloc((add as { size: number }).size - 1500, 0x55)
    const { open } = await import('node:fs/promises')
    const handle = await open(at(table, 't/a.parquet'), 'r+')
    await handle.write(bytes, 0, bytes.length, 4)
    await handle.close()
    const message = await refusal(table)
    expect(message).toContain('t/a.parquet')
    expect(message).toContain('version 0')
  })
})

const good = [protocol(), metaData({ id: 'long' })]
const withMode = (configuration: object) => [protocol(2), metaData({ id: 'long' }, { configuration })]

describe('a first commit that is no table, or none that is known here', () => {
  test.each<[string, readonly object[], readonly string[]]>([
    ['no protocol', [metaData({ id: 'long' })], ['no protocol']],
    ['no metadata', [protocol()], ['no metaData']],
    ['two protocols', [...good, protocol(2)], ['two protocols']],
    ['a later reader version', [protocol(4), metaData({ id: 'long' })], ['reader version 4', 'does not know']],
    [
      'features that are not known',
      [protocol(3, ['deletionVectors', 'catalogManaged', 'variantType']), metaData({ id: 'long' })],
      ['needs catalogManaged, variantType,', 'Known are columnMapping, deletionVectors'],
    ],
    ['a protocol without a version', [{ protocol: {} }, good[1] ?? {}], ['protocol.minReaderVersion is missing']],
    ['files that are no Parquet', [protocol(), metaData({ id: 'long' }, { format: { provider: 'orc' } })], ['orc']],
    ['a schema that is no JSON', [protocol(), metaData({}, { schemaString: '{' })], ['schema is no JSON']],
    ['a schema that is no struct', [protocol(), metaData({}, { schemaString: '"long"' })], ['no struct']],
    ['a nested column', [protocol(), metaData({ s: { type: { type: 'struct' } } })], ['column s', 'nested values']],
    ['a column of an unknown type', [protocol(), metaData({ s: 'variant' })], ['column s', 'type variant']],
    [
      'a partition column that is not there',
      [protocol(), metaData({ id: 'long' }, { partitionColumns: ['p'] })],
      ['partition column p'],
    ],
    ['an unknown mapping', withMode({ 'delta.columnMapping.mode': 'magic' }), ["mode 'magic'"]],
    ['a mapping without names', withMode({ 'delta.columnMapping.mode': 'name' }), ['physicalName is missing']],
    ['a configuration of numbers', withMode({ a: 1 }), ['metaData.configuration is no map of texts']],
    ['no file at all', good, ['no rows']],
  ])('%s', async (_, actions, expected) => {
    await inTable(async (table) => {
      await table.commits([actions])
      const message = await refusal(table)
      for (const part of ['t', ...expected]) expect(message).toContain(part)
    })
  })
})

/** An `add` for the table's one file, with changes. */
type Change = (add: Readonly<Record<string, unknown>>) => readonly object[]

describe('a file that the log speaks of as it must not', () => {
  test.each<[string, Change, readonly string[]]>([
    ['a path that is missing', (add) => [{ add: { ...add, path: undefined } }], ['add.path is missing']],
    ['a path that is a number', (add) => [{ add: { ...add, path: 7 } }], ['add.path is no text']],
    ['a path that cannot be decoded', (add) => [{ add: { ...add, path: 'a%zz' } }], ["'a%zz' is no path"]],
    ['a path that leads away', (add) => [{ add: { ...add, path: '../other/a.parquet' } }], ['leads out of the table']],
    ['a path on another machine', (add) => [{ add: { ...add, path: 's3://b/a.parquet' } }], ['elsewhere: s3://b']],
    ['a size that is text', (add) => [{ add: { ...add, size: '9' } }], ['add.size is no whole number']],
    ['two adds of a file', (add) => [{ add }, { add }], ['a.parquet is added twice']],
    ['a file added and removed', (add) => [{ add }, remove('a.parquet')], ['both added and removed']],
    ['a vector of another storage', (add) => [dv(add, { storageType: 'x' })], ["known: 'x'"]],
    ['a vector that is no Z85', (add) => [dv(add, { pathOrInlineDv: '~~~~~' })], ['no Z85']],
    ['a vector of another size', (add) => [dv(add, { sizeInBytes: 5 })], ['the log says 5']],
    ['a vector of another count', (add) => [dv(add, { cardinality: 2 })], ['has 1 rows, and the log says 2']],
    ['a vector that deletes what is not there', (add) => [{ add: { ...add, deletionVector: inline([3]) } }], ['row 3']],
    [
      'a vector whose file is missing',
      (add) => [dv(add, { storageType: 'u', pathOrInlineDv: 'ab^-aqEH.-t@S}K{vb[*k^' })],
      ['t/ab/deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin', 'missing'],
    ],
  ])('%s', async (_, change, expected) => {
    await inTable(async (table) => {
      const { add } = await table.add('a.parquet', range(1, 3))
      await table.commits([[...good, ...change({ ...add })]])
      const message = await refusal(table)
      for (const part of ['version 0', ...expected]) expect(message).toContain(part)
    })
  })
})

function dv(add: object, more: object): object {
  return { add: { ...add, deletionVector: { ...inline([1]), ...more } } }
}

describe('partition values and columns that are not of their type', () => {
  test.each<[string, string, string | undefined, string]>([
    ['text for a number', 'integer', 'abc', "'abc' of p is no INTEGER"],
    ['a fraction for a whole number', 'long', '1.5', "'1.5' of p is no BIGINT"],
    ['a number too large', 'byte', '128', "'128' of p is no TINYINT"],
    ['a day that never was', 'date', '2024-02-30', "'2024-02-30' of p is no DATE"],
    ['a one for true', 'boolean', '1', "'1' of p is no BOOLEAN"],
    ['no value at all', 'integer', undefined, 'no value for the partition column p'],
  ])('%s', async (_, type, value, expected) => {
    await inTable(async (table) => {
      const { add } = await table.add('a.parquet', range(1, 3), { partitionValues: { p: value } })
      const schema = metaData({ id: 'long', p: type }, { partitionColumns: ['p'] })
      await table.commits([[protocol(), schema, { add }]])
      expect(await refusal(table)).toContain(expected)
    })
  })

  test('a file of another type than the table', async () => {
    await inTable(async (table) => {
      await table.commits([[...good, await table.add('a.parquet', sql`SELECT 'x' AS id`)]])
      expect(await refusal(table)).toContain('t/a.parquet  version 0 of the table: the column id holds VARCHAR')
    })
  })

  test('a file without ids, where columns are found by them', async () => {
    await inTable(async (table) => {
      const metadata = { 'delta.columnMapping.id': 1, 'delta.columnMapping.physicalName': 'id' }
      const schema = metaData(
        { id: { type: 'long', metadata } },
        { configuration: { 'delta.columnMapping.mode': 'id' } },
      )
      await table.commits([[protocol(2), schema, await table.add('a.parquet', range(1, 2))]])
      expect(await refusal(table)).toContain('finds columns by their ids')
    })
  })
})
