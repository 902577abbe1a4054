import { expect, test } from '@jest/globals'
import { openDataset } from '../open.ts'
import { sql } from '../sql.ts'
import { inFolder, testServices } from '../testing/services.ts'
import type { Dataset } from '../types.ts'
import { countDistinct, countValues } from './cells.ts'

const rows = Array.from({ length: 100 }, (_, row) => `${'xyz'[row % 3]},${row % 7 === 0 ? '' : 'a'},"p""q",${row}`)

function withTable<T>(work: (dataset: Dataset) => Promise<T>): Promise<T> {
  return inFolder({ 'a.csv': `first,second,"th""ird",number\n${rows.join('\n')}\n` }, async (base) => {
    const dataset = await openDataset({ base, train: ['a.csv'], target: 'first' }, testServices)
    return work(dataset).finally(dataset.close)
  })
}

test('values are counted by column, missing ones left out, of each column the first', async () => {
  const found = await withTable((dataset) => countValues(['first', 'second', 'th"ird'], 2, dataset))
  expect([...found]).toEqual([
    [
      'first',
      [
        { value: 'x', count: 34 },
        { value: 'y', count: 33 },
      ],
    ],
    ['second', [{ value: 'a', count: 85 }]],
    ['th"ird', [{ value: 'p"q', count: 100 }]],
  ])
})

test('different values are counted among all rows, and among the first', () =>
  withTable(async (dataset) => {
    expect(await countDistinct(['first', 'second'], dataset)).toEqual([3, 1])
    expect(await countDistinct(['first', 'second'], dataset, 1)).toEqual([1, 0])
    expect(await countDistinct(['number'], dataset)).toEqual([100])
  }))

test('the table with some of its columns has the same rows in the same shares', () =>
  withTable(async ({ engine, only, table }) => {
    const columns = sql`"rowNumber", "rowFile", "rowInFile", "number", "rowSplit"`
    const whole = await engine.all(sql`SELECT ${columns} FROM ${table} ORDER BY 1`)
    expect(await engine.all(sql`FROM ${only(['number', 'no column'])} ORDER BY 1`)).toEqual(
      whole.map((row) => expect.objectContaining({ ...row })),
    )
  }))
