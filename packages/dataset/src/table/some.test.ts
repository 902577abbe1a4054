import { expect, test } from '@jest/globals'
import { openDataset } from '../open.ts'
import { sql } from '../sql.ts'
import { inFolder, testServices } from '../testing/services.ts'
import type { Dataset } from '../types.ts'

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `${from + at},${(from + at) % 3}`).join('\n')

function withFiles<T>(bounds: readonly number[], work: (dataset: Dataset) => Promise<T>): Promise<T> {
  const files = bounds.slice(1).map((to, at) => [`part-${at}.csv`, `n,m\n${lines(bounds[at] ?? 0, to)}\n`])
  return inFolder(Object.fromEntries(files), async (base) => {
    const dataset = await openDataset({ base, train: ['part-*.csv'] }, testServices)
    return work(dataset).finally(dataset.close)
  })
}

async function numbersOf({ engine, some }: Dataset, most: number): Promise<{ n: number[]; count: number }> {
  const { rows, count } = some(['n'], most)
  const found = await engine.all<{ n: number }>(sql`SELECT n FROM ${rows} ORDER BY n`)
  return { n: found.map(({ n }) => n), count }
}

const quarters = [
  ...Array.from({ length: 5 }, (_, at) => at),
  31,
  32,
  33,
  34,
  35,
  63,
  64,
  65,
  66,
  67,
  95,
  96,
  97,
  98,
  99,
]

test.each([
  ['one file', [0, 100]],
  ['files that pieces reach into, span and lie within', [0, 2, 3, 4, 33, 60, 64, 65, 96, 100]],
])('of %s four pieces stand for the table, and always the same', (_, bounds) =>
  withFiles(bounds, async (dataset) => {
    expect(await numbersOf(dataset, 20)).toEqual({ n: quarters, count: 20 })
    expect(await numbersOf(dataset, 20)).toEqual({ n: quarters, count: 20 })
  }),
)

test('of a table that has no more rows all are there; of the others as many as there is room for', () =>
  withFiles([0, 7, 10], async (dataset) => {
    expect((await numbersOf(dataset, 10)).n).toHaveLength(10)
    expect(await numbersOf(dataset, 9)).toEqual({ n: [0, 1, 2, 3, 5, 6, 8, 9], count: 8 })
    expect(await numbersOf(dataset, 1)).toEqual({ n: [0], count: 1 })
  }))

test('files in Parquet that are read where they lie give the same pieces', () =>
  withFiles([0, 100], async (dataset) => {
    const { folder } = dataset.engine
    const halves = [
      { from: 0, to: 40 },
      { from: 40, to: 100 },
    ]
    for (const [at, { from, to }] of halves.entries()) {
      await dataset.engine.run(
        sql`COPY (SELECT n, m FROM ${dataset.table} WHERE n >= ${from} AND n < ${to}) TO ${`${folder}/${at}.parquet`}`,
      )
    }
    const copy = await openDataset({ base: folder, train: ['?.parquet'] }, testServices)
    await numbersOf(copy, 20)
      .then((found) => expect(found).toEqual({ n: quarters, count: 20 }))
      .finally(copy.close)
  }))
