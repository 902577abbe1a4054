import { expect, test } from '@jest/globals'
import { findMetric } from './find.ts'
import { metricValue } from './measure.ts'
import type { Answers } from './types.ts'

/** Two or three classes, each row with its label, its answer and the probability of each class. */
function classes(labels: readonly number[], predictions: readonly number[], shares: readonly (readonly number[])[]) {
  const names = ['0', '1', '2'].slice(0, shares[0]?.length ?? 2)
  const of = { labels: Float64Array.from(labels), predictions: Float64Array.from(predictions) }
  const probabilities = Float64Array.from(shares.flat())
  return { task: 'classification', rows: labels.length, classes: names, ...of, probabilities } satisfies Answers
}

/** Two classes by the probability of the second; answers from a half on. */
function scored(labels: readonly number[], scores: readonly number[]) {
  const predictions = scores.map((score) => (score >= 0.5 ? 1 : 0))
  return classes(
    labels,
    predictions,
    scores.map((score) => [1 - score, score]),
  )
}

function numbers(labels: readonly number[], predictions: readonly number[]) {
  const of = { labels: Float64Array.from(labels), predictions: Float64Array.from(predictions) }
  return { task: 'regression', rows: labels.length, classes: [], ...of } satisfies Answers
}

const known = scored([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
const onlyPredicted = classes(
  [0, 0, 1, 1],
  [0, 0, 1, 2],
  [0, 0, 1, 2].map((own) => [0, 1, 2].map((at) => Number(at === own))),
)
const absent = scored([0, 0, 0], [0.2, 0.6, 0.9])

const traps: readonly (readonly [string, string, Answers, number | string])[] = [
  ['the step sum, not the trapezoid', 'average_precision', known, 5 / 6],
  ['the area of the same rows', 'roc_auc', known, 0.75],
  ['all scores alike', 'roc_auc', scored([0, 1, 1], [0.5, 0.5, 0.5]), 0.5],
  ['one class alone has no area', 'roc_auc', absent, 'all rows have the same label'],
  ['no positive row: scikit-learn says 0', 'average_precision', absent, 'no row has the label 1'],
  ['no positive row: scikit-learn says 0', 'f1[1]', absent, 'no row has the label 1'],
  ['no positive row: scikit-learn says 0', 'recall(threshold=0.5)[1]', absent, 'no row has the label 1'],
  ['never predicted', 'precision[1]', scored([0, 1], [0.1, 0.2]), 0],
  ['never reached by a threshold', 'precision(threshold=0.9)[1]', known, 0],
  ['a probability at the threshold counts', 'recall(threshold=0.8)[1]', known, 0.5],
  ['a threshold of 0 takes every row', 'precision(threshold=0)[1]', known, 0.5],
  ['a probability of 0 is clipped', 'log_loss', scored([0, 1], [0, 0]), -Math.log(2 ** -52) / 2],
  ['labels that never vary, exact', 'r2', numbers([2, 2, 2], [2, 2, 2]), 1],
  ['labels that never vary, inexact', 'r2', numbers([2, 2, 2], [2, 2, 3]), 0],
  ['one row', 'r2', numbers([2], [2]), 'cannot be computed'],
  ['a label that is only predicted counts', 'f1_macro', onlyPredicted, (1 + 2 / 3) / 3],
  ['a label that is only predicted does not count', 'balanced_accuracy', onlyPredicted, 0.75],
  ['a label of 0', 'mape', numbers([0, 1, 2], [0.5, 1, 2]), 0.5 / 2 ** -52 / 3],
  ['answers that never vary', 'matthews_corrcoef', scored([0, 1, 1], [0.9, 0.9, 0.9]), 0],
  ['halved for two classes', 'brier_score', scored([0, 1], [0.5, 0.5]), 0.25],
  ['not halved for three', 'brier_score', classes([0], [0], [[0.5, 0.5, 0]]), 0.5],
]

test.each(traps)('%s: %s', (_, text, answers, expected) => {
  if (typeof expected === 'string') expect(() => shownValue(text, answers)).toThrow(expected)
  else expect(relative(shownValue(text, answers), expected)).toBeLessThan(1e-9)
})

const weighable = traps.filter(([, , { rows }, expected]) => typeof expected === 'number' && rows > 1)

test.each(weighable)(
  '%s: %s: a row of weight 2 counts as two rows do, and no unit of weight matters',
  (_, text, answers) => {
    const order = Array.from({ length: answers.rows }, (_, row) => row)
    const twice = rowsOf(answers, [...order, 0])
    const weights = Float64Array.from(order, (row) => (row === 0 ? 2 : 1))
    expect(relative(shownValue(text, { ...answers, weights }), shownValue(text, twice))).toBeLessThan(1e-9)
    const tiny = weights.map((weight) => weight / 1000)
    expect(relative(shownValue(text, { ...answers, weights: tiny }), shownValue(text, twice))).toBeLessThan(1e-9)
  },
)

function shownValue(text: string, answers: Answers): number {
  const [, name = '', written, index] = /^(\w+)(?:\((.*)\))?(?:\[(\d+)\])?$/.exec(text) ?? []
  const found = findMetric(name, written)
  if ('fault' in found) throw new Error(found.message)
  return metricValue(found.metric, answers, index === undefined ? -1 : Number(index))
}

function rowsOf(answers: Answers, rows: readonly number[]): Answers {
  const { labels, predictions, probabilities, classes } = answers
  const take = (values: Float64Array, width: number) =>
    Float64Array.from(rows.flatMap((row) => [...values.subarray(row * width, (row + 1) * width)]))
  return {
    ...answers,
    rows: rows.length,
    labels: take(labels, 1),
    predictions: take(predictions, 1),
    ...(probabilities && { probabilities: take(probabilities, classes.length) }),
  }
}

function relative(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.max(1, Math.abs(expected))
}
