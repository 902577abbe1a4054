import { expect, test } from '@jest/globals'
import { stillClock as clock } from '../../../test/support/services.ts'
import { datasetDocument } from './document.ts'
import { openDataset } from './open.ts'
import { reopenDataset } from './reopen.ts'
import { sql } from './sql.ts'
import { inFolder, testServices } from './testing/services.ts'

/** `rare` in one row of 50, `often` in every second row, `some` in every fifth. */
const rows = (words: readonly [string, string]) =>
  Array.from({ length: 500 }, (_, row) => [50, 2, 5].map((every) => words[row % every === 0 ? 1 : 0]).join(','))
const table = (words: readonly [string, string] = ['0', '1']) => `rare,often,some,x\n${lines(rows(words))}`
const lines = (cells: readonly string[]) => cells.map((line, row) => `${line},${row}\n`).join('')
const target = ['rare', 'often', 'some']

test.each([
  ['0 and 1', table()],
  ['true and false', table(['false', 'true'])],
  ['0.0 and 1.0', table(['0.0', '1.0'])],
])('several labels of %s: each share has its part of the rarest, and the split is the same again', (_, text) =>
  inFolder({ 'a.csv': text }, async (base) => {
    const dataset = await openDataset({ base, train: ['a.csv'], target }, testServices)
    expect(dataset.split).toMatchObject({ method: 'hash', stratifiedBy: ['rare', 'some', 'often'] })
    expect(dataset.columns.filter(({ role }) => role === 'target').map(({ name }) => name)).toEqual(target)
    const counts = await dataset.engine.all<object>(
      sql`SELECT "rowSplit" AS split, sum(rare::INTEGER)::INTEGER AS rare FROM ${dataset.table} GROUP BY ALL ORDER BY ALL`,
    )
    expect(counts).toEqual([
      { split: 'test', rare: 2 },
      { split: 'train', rare: 7 },
      { split: 'validation', rare: 1 },
    ])
    await dataset.close()
    const document = datasetDocument(dataset, clock)
    const again = await reopenDataset(document, base, testServices)
    expect(datasetDocument(again, clock)).toEqual(document)
    await again.close()
  }),
)

test.each([
  ['another number', 'a,b,x\n0,1,2\n1,2,3\n', /a\.csv:3.*b.*neither 0 nor 1/],
  ['a word', 'a,b,x\n0,no,2\n1,yes,3\n', /a\.csv:2.*b.*neither 0 nor 1/],
  ['nothing', 'a,b,x\n0,1,2\n1,,3\n', /a\.csv:3.*b.*1 row has no value in the target column/],
])('%s among several labels is refused with its place', (_, text, message) =>
  inFolder({ 'a.csv': text }, async (base) => {
    await expect(openDataset({ base, train: ['a.csv'], target: ['a', 'b'] }, testServices)).rejects.toThrow(message)
  }),
)
