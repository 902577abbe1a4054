import { expect, test } from '@jest/globals'
import { type PredictionTable, textColumn } from '@trainyard/predictions'
import { evaluate, judgeRules } from './evaluate.ts'
import { findWeakSlices } from './weak/search.ts'

/** 300 rows with two labels each; every tenth row lacks its second label in the answer, and all of those are in Norway. */
const rows = 300
const labels = Float64Array.from({ length: 2 * rows }, (_, at) => (at % 2 === 0 ? Math.floor(at / 2) % 2 : 1))
const predictions = labels.map((label, at) => (at % 20 === 1 ? 0 : label))
const table: PredictionTable = {
  task: 'multilabel',
  rows,
  ids: [],
  classes: ['news', 'sport'],
  labels,
  predictions,
  champion: { predictions: labels },
  slices: new Map([['country', textColumn(Array.from({ length: rows }, (_, row) => (row % 10 === 0 ? 'NO' : 'SE')))]]),
}

const judged = (gate: string) => judgeRules({ table, gates: [gate], inconclusive: 'fail', seed: 0 }).rules[0]

test.each([
  ['accuracy >= 0.85', 'pass', 0.9],
  ['hamming_loss <= 0.08', 'pass', 0.05],
  ['recall[sport] >= 0.95', 'fail', 0.9],
  ['recall[news] >= 0.95', 'pass', 1],
  ['precision_samples >= 0.2', 'pass', 0.9],
  ['jaccard(average=micro) >= 0.9', 'pass', 420 / 450],
  ['accuracy >= champion - 0.2', 'pass', 0.9],
  ['accuracy >= champion - 0.01', 'fail', 0.9],
  ['accuracy >= baseline', 'pass', 0.9],
  ['accuracy >= 0.5 for every country', 'fail', 0],
])('%s is %s', (gate, verdict, estimate) =>
  expect(judged(gate)).toMatchObject({ verdict, estimate: expect.closeTo(estimate, 12) }),
)

test('every metric of the task is listed, and none of another', () => {
  const { metrics, task, confusion } = evaluate({ table, gates: ['accuracy >= 0'], inconclusive: 'fail', seed: 0 })
  expect(task).toBe('multilabel')
  expect(confusion).toBeUndefined()
  const names = metrics.map((metric) => (metric.class === undefined ? metric.name : `${metric.name}[${metric.class}]`))
  expect(names).toEqual(expect.arrayContaining(['accuracy', 'hamming_loss', 'f1[news]', 'f1[sport]', 'f1_samples']))
  expect(names).not.toContain('balanced_accuracy')
})

test.each([
  ['balanced_accuracy >= 0.9', 'balanced_accuracy is for classification, and the target is one of multilabel'],
  ['roc_auc >= 0.9', 'it needs one probability per class'],
  ['recall >= 0.9', "'recall >= 0.9' must name a class"],
])('%s is refused', (gate, message) => expect(() => judged(gate)).toThrow(message))

test('a weak slice is one where rows are not wholly right', () => {
  const { found } = findWeakSlices({ table, columns: ['country'], atLeast: 20 })
  expect(found[0]).toMatchObject({ where: [{ column: 'country', value: 'NO' }], loss: 1, rest: 0 })
})
