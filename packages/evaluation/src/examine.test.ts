import { expect, test } from '@jest/globals'
import { type PredictionTable, textColumn } from '@trainyard/predictions'
import { type Examination, examine } from './examine.ts'

const table: PredictionTable = {
  task: 'classification',
  rows: 200,
  ids: [],
  classes: ['no', 'yes'],
  labels: Float64Array.from({ length: 200 }, (_, row) => row % 2),
  predictions: Float64Array.from({ length: 200 }, (_, row) => (row < 30 ? 0 : row % 2)),
  slices: new Map([['part', textColumn(Array.from({ length: 200 }, (_, row) => (row < 40 ? 'first' : 'rest')))]]),
}
const places = [{ file: 'rules.yml', line: 3 }]
const asked = (gate: string) => ({ gates: [gate], places, inconclusive: 'fail' as const, sliceRows: 30 })

test('the rules of both branches and the search for weak slices are one examination', () => {
  const question: Examination = {
    table,
    seed: 0,
    own: asked('accuracy >= 0.8'),
    base: asked('accuracy >= 0.99'),
    weak: { columns: ['part'], atLeast: 30 },
  }
  const lines: string[] = []
  const { evaluation, base, weakSlices } = examine(structuredClone(question), (line) => lines.push(line))
  expect([evaluation.verdict, base?.verdict]).toEqual(['pass', 'fail'])
  expect(weakSlices?.found[0]?.where).toEqual([{ column: 'part', value: 'first' }])
  expect(lines[0]).toBe('0 metrics measured, next accuracy of 200 rows')
})

test('a rule that cannot be decided is refused where it was written', () =>
  expect(() => examine({ table, seed: 0, own: asked('accuracy >= champion') }, () => undefined)).toThrow('rules.yml:3'))
