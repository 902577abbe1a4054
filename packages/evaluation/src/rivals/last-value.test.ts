import { expect, test } from '@jest/globals'
import { type PredictionTable, textColumn } from '@trainyard/predictions'
import { judgeRules } from '../evaluate.ts'
import { candidateAnswers } from '../measure.ts'
import { lastValueAnswers } from './last-value.ts'

const numbers = (labels: readonly number[], times: readonly (string | null)[], groups?: readonly number[]) =>
  ({
    task: 'regression',
    rows: labels.length,
    ids: [],
    classes: [],
    labels: Float64Array.from(labels),
    predictions: Float64Array.from(labels),
    time: 'day',
    slices: new Map([['day', textColumn(times)]]),
    ...(groups && { group: { column: 'shop', values: Uint32Array.from(groups) } }),
  }) satisfies PredictionTable

const lastValues = (table: PredictionTable) => [...lastValueAnswers(candidateAnswers(table)).predictions]

test('a row is answered with the label before it in time, in whatever order the rows come', () => {
  expect(lastValues(numbers([30, 10, 20], ['2026-03-01', '2026-01-01', '2026-02-01']))).toEqual([20, 20, 10])
  expect(lastValues(numbers([30, 10, 20], ['100', '9', '20']))).toEqual([20, 20, 10])
})

test('of several rows of the time before their mean is taken, and groups have their own past', () => {
  expect(lastValues(numbers([10, 20, 60], ['1', '1', '2']))).toEqual([30, 30, 15])
  expect(lastValues(numbers([10, 20, 30, 40], ['1', '2', '1', '2'], [0, 0, 1, 1]))).toEqual([25, 10, 25, 30])
})

test('of classes it is the commonest of the time before', () => {
  const table = {
    ...numbers([1, 0, 0, 1], ['1', '2', '2', '3']),
    task: 'classification',
    classes: ['no', 'yes'],
  } as const
  expect(lastValues(table)).toEqual([0, 1, 1, 0])
})

test('a rule of the last value needs the order of the rows, and is decided by their differences', () => {
  const labels = Array.from({ length: 300 }, (_, day) => 100 + 10 * Math.sin(day / 3))
  const table = numbers(
    labels,
    labels.map((_, day) => String(day)),
  )
  const near = { ...table, predictions: table.labels.map((label, day) => label + (day % 2) - 0.5) }
  const judge = (one: PredictionTable, gate: string) =>
    judgeRules({ table: one, gates: [gate], inconclusive: 'fail', seed: 0 }).rules[0]
  expect(judge(near, 'mae superior to last-value by 0.5')).toMatchObject({
    verdict: 'pass',
    baseline: expect.closeTo(2.1, 0),
    reason: expect.stringMatching(/better than the last value; the rule asks for 0.5 better/),
  })
  expect(judge(near, 'mae <= last-value - 5')?.verdict).toBe('fail')
  const { time: _, ...without } = near
  expect(() => judge(without, 'mae <= last-value')).toThrow('needs the order of the rows in time')
})
