import { tmpdir } from 'node:os'
import { expect, test } from '@jest/globals'
import { identifier, join, openEngine, sql } from '@trainyard/dataset'
import type { ColumnDocument } from '@trainyard/evidence'
import { summariseTable, summaryMeasures, withoutValues } from './summary.ts'

const silent = () => undefined
const services: Parameters<typeof openEngine>[0] = {
  log: {
    info: silent,
    debug: silent,
    warning: silent,
    error: silent,
    progress: silent,
    group: (_title, work) => work(),
    mask: silent,
  },
  exec: { run: () => Promise.reject(new Error('no program is run here')) },
  cache: { name: 'no cache', restore: async () => false, save: async () => undefined },
  toolCache: { root: tmpdir() },
  env: {},
  dist: process.cwd(),
}

const columns: readonly ColumnDocument[] = [
  { name: 'id', type: 'string', role: 'id', missing: 0 },
  { name: 'n', type: 'integer', role: 'feature', missing: 1 },
  { name: 'x', type: 'number', role: 'feature', missing: 0 },
  { name: 'day', type: 'date', role: 'time', missing: 1 },
  { name: 'colour', type: 'string', role: 'target', missing: 1 },
  { name: 'secret', type: 'integer', role: 'ignore', missing: 0 },
]

async function withTable<T>(work: (table: Parameters<typeof summariseTable>[0]) => Promise<T>): Promise<T> {
  const engine = await openEngine(services)
  try {
    await engine.run(sql`CREATE TABLE data AS SELECT * FROM (VALUES
      ('a', 1, 0.5::DOUBLE, DATE '2024-02-01', 'red', 7), ('b', NULL, 'inf'::DOUBLE, NULL, NULL, 8),
      ('c', 4, 2.5, DATE '2023-12-31', 'blue', 9), ('d', 1, 3, DATE '2024-01-01', 'red', 9)) AS t(id, n, x, day, colour, secret)`)
    return await work({ rows: 4, columns, engine, only: () => sql`data` })
  } finally {
    await engine.close()
  }
}

test('a table is described column by column: ranges, means of finite values, categories, and nothing that is ignored', async () => {
  const summary = await withTable((table) => summariseTable(table))
  expect(summary).toEqual({
    rows: 4,
    columns: [
      { name: 'id', type: 'string', missing: 0 },
      { name: 'n', type: 'integer', missing: 1, mean: 2, min: 1, max: 4 },
      { name: 'x', type: 'number', missing: 0, mean: 2, min: 0.5, max: null },
      { name: 'day', type: 'date', missing: 1, min: '2023-12-31', max: '2024-02-01' },
      {
        name: 'colour',
        type: 'string',
        missing: 1,
        categories: [
          { digest: expect.stringMatching(/^[0-9a-f]{16}$/), value: 'blue', rows: 1 },
          { digest: expect.stringMatching(/^[0-9a-f]{16}$/), value: 'red', rows: 2 },
        ],
      },
    ],
  })
  expect(JSON.stringify(withoutValues(summary))).not.toMatch(/red|blue|2023|0\.5/)
})

test('numbers that were measured in a query of others are not asked for again', () =>
  withTable(async (table) => {
    const measures = Object.entries(summaryMeasures(table)).map(([name, sum]) => sql`${sum} AS ${identifier(name)}`)
    const [measured = {}] = await table.engine.all<Record<string, unknown>>(sql`SELECT ${join(measures)} FROM data`)
    expect(await summariseTable(table, measured)).toEqual(await summariseTable(table))
    const other = await summariseTable(table, { ...measured, 'mean 1': 2.25 })
    expect(other.columns[1]?.mean).toBe(2.25)
  }))
