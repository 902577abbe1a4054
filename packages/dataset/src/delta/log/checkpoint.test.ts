import { rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { sql } from '../../sql.ts'
import { type HandTable, inTable, metaData, protocol, versionName } from '../../testing/delta.ts'
import { ids, range, remove, rowsOf, threeVersions } from '../../testing/delta-rows.ts'
import { inline } from '../../testing/delta-vectors.ts'

/** The state of a table as rows of a checkpoint; the text of a query over JSON lines. */
function checkpointRows(actions: readonly object[]) {
  const text = JSON.stringify(actions)
  const added = `STRUCT(path VARCHAR, "partitionValues" MAP(VARCHAR, VARCHAR), size BIGINT, "modificationTime" BIGINT,
    "dataChange" BOOLEAN, stats VARCHAR, "deletionVector" STRUCT("storageType" VARCHAR, "pathOrInlineDv" VARCHAR,
    "offset" INTEGER, "sizeInBytes" INTEGER, cardinality BIGINT))`
  const shape = {
    add: added,
    remove: 'STRUCT(path VARCHAR)',
    protocol: 'STRUCT("minReaderVersion" INTEGER, "minWriterVersion" INTEGER, "readerFeatures" VARCHAR[])',
    metaData: `STRUCT(id VARCHAR, format STRUCT(provider VARCHAR, options MAP(VARCHAR, VARCHAR)), "schemaString" VARCHAR,
      "partitionColumns" VARCHAR[], configuration MAP(VARCHAR, VARCHAR), "createdTime" BIGINT)`,
    sidecar: 'STRUCT(path VARCHAR, "sizeInBytes" BIGINT)',
    checkpointMetadata: 'STRUCT(version BIGINT)',
  }
  return sql`SELECT unnest(from_json(action, ${JSON.stringify(shape)})) FROM (
    SELECT unnest(from_json(${text}, '["JSON"]')) AS action)`
}

async function writeCheckpoint({ base, engine }: HandTable, name: string, actions: readonly object[]) {
  const file = path.join(base, 't/_delta_log', name)
  await engine.run(sql`COPY (${checkpointRows(actions)}) TO ${file} (FORMAT parquet)`)
  return { path: path.basename(name), sizeInBytes: (await stat(file)).size, modificationTime: 0 }
}

test.each([
  'classic',
  'of two parts',
  'v2 in JSON',
  'v2 in Parquet',
  'v2 under the classic name',
  'v2 without sidecars',
])('a checkpoint stands for the commits before it: %s', async (kind) => {
  await inTable(async (table) => {
    const heads = [protocol(3, ['v2Checkpoint', 'deletionVectors']), metaData({ id: 'long' })]
    const adds = [
      await table.add('a.parquet', range(1, 3), { deletionVector: inline([1]) }),
      await table.add('b.parquet', range(4, 5)),
      { remove: { path: 'old.parquet' } },
    ]
    const later = await table.add('c.parquet', range(6, 6))
    await table.commits([[later, remove('b.parquet')]], 6)
    const version = { checkpointMetadata: { version: 5 } }
    const uuid = '80a083e8-7026-4e79-81be-64bd76c43a11'
    const name = `${versionName(5)}.checkpoint`
    const sidecars = async () => [
      { sidecar: await writeCheckpoint(table, '_sidecars/1.parquet', adds.slice(0, 1)) },
      { sidecar: await writeCheckpoint(table, '_sidecars/2.parquet', adds.slice(1)) },
    ]
    const writers: Readonly<Record<string, () => Promise<unknown>>> = {
      classic: () => writeCheckpoint(table, `${name}.parquet`, [...heads, ...adds]),
      'of two parts': async () => {
        await writeCheckpoint(table, `${name}.0000000001.0000000002.parquet`, [...heads, ...adds.slice(1)])
        await writeCheckpoint(table, `${name}.0000000002.0000000002.parquet`, adds.slice(0, 1))
      },
      'v2 in JSON': async () => table.log(`${name}.${uuid}.json`, [version, ...heads, ...(await sidecars())]),
      'v2 in Parquet': async () =>
        writeCheckpoint(table, `${name}.${uuid}.parquet`, [version, ...heads, ...(await sidecars())]),
      'v2 under the classic name': async () =>
        writeCheckpoint(table, `${name}.parquet`, [version, ...heads, ...(await sidecars())]),
      'v2 without sidecars': () => table.log(`${name}.${uuid}.json`, [version, ...heads, ...adds]),
    }
    await writers[kind]?.()
    await table.log('_last_checkpoint', '{"version":5,"size":5}')
    expect(await ids(table, 't')).toEqual([1, 3, 6])
    expect(await ids(table, 't@v5')).toEqual([1, 3, 4, 5])
  })
})

test('a checkpoint that misses a part is passed over, and its commits are read', async () => {
  await inTable(async (table) => {
    await threeVersions(table)
    const name = `${versionName(1)}.checkpoint.0000000001.0000000002.parquet`
    await writeFile(path.join(table.base, 't/_delta_log', name), 'half')
    expect(await ids(table, 't')).toEqual([4])
  })
})

test('with and without a checkpoint a version is the same dataset', async () => {
  await inTable(async (table) => {
    await threeVersions(table)
    const before = await rowsOf(table, 't@v1')
    const name = path.join(table.base, `t/_delta_log/${versionName(1)}`)
    const { add } = await table.add('b.parquet', range(1, 3))
    const { add: other } = await table.add('a.parquet', range(4, 4))
    await writeCheckpoint(table, `${versionName(1)}.checkpoint.parquet`, [
      ...[protocol(), metaData({ id: 'long' }), { add: other }, { add }],
    ])
    await rm(name.replace(versionName(1), `${versionName(0)}.json`))
    const after = await rowsOf(table, 't@v1')
    expect(after.rows).toEqual(before.rows)
    expect(after.file).toEqual(before.file)
  })
})
