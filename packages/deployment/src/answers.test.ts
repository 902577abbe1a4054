import { expect, test } from '@jest/globals'
import type { Predictions } from '@trainyard/model'
import { compareRows } from './answers.ts'

const classes = (labels: readonly string[], probabilities: readonly number[]): Predictions => ({
  rows: labels.length,
  labels,
  probabilities: Float64Array.from(probabilities),
})
const labels = (flags: readonly number[], probabilities: readonly number[] = flags): Predictions => ({
  rows: flags.length / 2,
  indicators: Uint8Array.from(flags),
  probabilities: Float64Array.from(probabilities),
})
const values = (...numbers: number[]): Predictions => ({ rows: numbers.length, values: Float64Array.from(numbers) })

const expected = classes(['a', 'b', 'a'], [0.9, 0.1, 0.2, 0.8, 0.6, 0.4])

test.each<[string, Predictions, number, Predictions, number]>([
  ['the same answers', expected, 0, expected, 3],
  ['a later part', expected, 1, classes(['b', 'a'], [0.2, 0.8, 0.6, 0.4]), 2],
  ['another label', expected, 1, classes(['a', 'a'], [0.2, 0.8, 0.6, 0.4]), 1],
  ['a probability off by 1e-6', expected, 1, classes(['b', 'a'], [0.200001, 0.799999, 0.6, 0.4]), 2],
  ['a probability off by 1e-4', expected, 1, classes(['b', 'a'], [0.2001, 0.7999, 0.6, 0.4]), 1],
  ['no probabilities where there were some', expected, 1, { rows: 2, labels: ['b', 'a'] }, 0],
  ['a NaN where there was a probability', expected, 1, classes(['b', 'a'], [Number.NaN, 0.8, 0.6, 0.4]), 1],
  ['labels alone', { rows: 1, labels: ['a'] }, 0, classes(['a'], [1, 0]), 1],
  ['several labels', labels([1, 0, 0, 1, 1, 1]), 1, labels([0, 1, 1, 1]), 2],
  ['several labels, one of another row', labels([1, 0, 0, 1, 1, 1]), 1, labels([0, 1, 1, 0], [0, 1, 1, 1]), 1],
  ['a probability of several labels', labels([1, 0]), 0, labels([1, 0], [0.9, 0]), 0],
  ['numbers', values(1000, 0.5), 0, values(1000.001, 0.500001), 2],
  ['small numbers that differ', values(1e-6, 2e-6), 0, values(9e-6, 0), 0],
  ['zero', values(0), 0, values(0), 1],
  ['another number', values(1000, 0.5), 0, values(1001, 0.6), 0],
  ['a NaN for a number', values(1), 0, values(Number.NaN), 0],
])('%s: %#', (_what, wanted, start, answers, equal) => {
  expect(compareRows(wanted, start, answers)).toMatchObject({ rows: answers.rows, equal })
})
