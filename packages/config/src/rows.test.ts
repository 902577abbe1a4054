import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { loadConfig } from './load.ts'

async function load(train: string) {
  const folder = await mkdtemp(path.join(tmpdir(), 'trainyard-config-'))
  try {
    const file = path.join(folder, 'trainyard.yml')
    await writeFile(file, `name: a\ndata:\n  train: ${train}\n`)
    return (await loadConfig(file, { shown: 'trainyard.yml' })).data?.train
  } finally {
    await rm(folder, { recursive: true })
  }
}

test.each<[string, readonly unknown[]]>([
  ['data', ['data']],
  ['[a.csv, "s3://b/*.csv"]', ['a.csv', 's3://b/*.csv']],
  ['{files: data}', [{ files: ['data'], partitions: 'columns' }]],
  ['{files: [a, b], partitions: ignore, format: csv}', [{ files: ['a', 'b'], partitions: 'ignore', format: 'csv' }]],
  ['{query: select 1, connection: DB_URL}', [{ query: 'select 1', connection: 'DB_URL', timeoutMs: 600_000 }]],
  [
    '{query-file: a.sql, connection: DB_URL, timeout: 90s}',
    [{ query: { file: 'a.sql' }, connection: 'DB_URL', timeoutMs: 90_000 }],
  ],
])('%s', async (written, rows) => {
  expect(await load(written)).toEqual(rows)
})

test.each([
  ['{}', 'data.train: says nothing of where the rows are'],
  ['{files: a, query: select 1, connection: X}', 'data.train.query: cannot stand beside files'],
  ['{query: select 1, query-file: b, connection: X}', 'data.train.query-file: cannot stand beside query'],
  ['{query: select 1}', 'data.train: a query needs a connection'],
  ['{files: a, connection: X}', 'data.train.connection: has no meaning with files'],
  ['{query: select 1, connection: X, partitions: ignore}', 'data.train.partitions: has no meaning with query'],
  ['{files: a, partition: ignore}', 'data.train.partition: unknown key'],
  ['{query: select 1, connection: X, timeout: 5}', 'data.train.timeout: 5 has no unit'],
])('%s is refused', async (written, message) => {
  await expect(load(written)).rejects.toThrow(message)
})

test('a connection string in the file is refused, and not repeated', async () => {
  const written = '{query: select 1, connection: "postgresql://ada:hunter2@db/x"}'
  const error = await load(written).catch(String)
  expect(error).toContain('data.train.connection: must be the name of an environment variable')
  expect(error).not.toContain('hunter2')
})
