import { expect, test } from '@jest/globals'
import { joinChampion } from './champion.ts'
import type { PredictionTable } from './types.ts'

const table = (more: Partial<PredictionTable> = {}): PredictionTable => ({
  task: 'classification',
  rows: 3,
  ids: ['a', 'b', 'c'],
  identified: true,
  classes: ['cat', 'dog'],
  labels: Float64Array.of(0, 1, 1),
  predictions: Float64Array.of(0, 1, 0),
  ...more,
})

const shuffled = table({
  ids: ['c', 'x', 'a', 'b'],
  rows: 4,
  labels: Float64Array.of(1, 0, 0, 1),
  predictions: Float64Array.of(1, 0, 0, 0),
})

test('rows are brought together by id, whatever their order; others of the champion are left out', () => {
  const joined = joinChampion(table(), shuffled, 'old.csv')
  expect(joined).toMatchObject({ by: 'id', left: 1 })
  expect([...(joined.table.champion?.predictions ?? [])]).toEqual([0, 0, 1])
})

test('without ids on both sides the order of the rows counts', () => {
  const joined = joinChampion(table({ identified: false }), table(), 'old.csv')
  expect(joined).toMatchObject({ by: 'row', left: 0 })
})

test('classes are numbered alike, and probabilities follow them', () => {
  const champion = table({
    classes: ['dog', 'cat'],
    labels: Float64Array.of(1, 0, 0),
    predictions: Float64Array.of(1, 0, 0),
    probabilities: Float64Array.of(0.1, 0.9, 0.8, 0.2, 0.7, 0.3),
  })
  const candidate = table({ probabilities: Float64Array.of(0.6, 0.4, 0.1, 0.9, 0.5, 0.5) })
  const { champion: beside } = joinChampion(candidate, champion, 'old.csv').table
  expect([...(beside?.predictions ?? [])]).toEqual([0, 1, 1])
  expect([...(beside?.probabilities ?? [])]).toEqual([0.9, 0.1, 0.2, 0.8, 0.3, 0.7])
})

test('without probabilities a class that only one of the two names is one more class', () => {
  const champion = table({
    classes: ['bird', 'cat', 'dog'],
    labels: Float64Array.of(1, 2, 2),
    predictions: Float64Array.of(0, 2, 2),
  })
  const { table: joined } = joinChampion(table(), champion, 'old.csv')
  expect(joined.classes).toEqual(['bird', 'cat', 'dog'])
  expect([...joined.labels]).toEqual([1, 2, 2])
  expect([...(joined.champion?.predictions ?? [])]).toEqual([0, 2, 2])
})

test.each([
  ['another label', table({ labels: Float64Array.of(0, 0, 1) }), "row 2 has another label than the candidate's row 2"],
  [
    'another label of rows in their order',
    table({ identified: false, labels: Float64Array.of(0, 0, 1) }),
    'give both a column id to have them joined by it',
  ],
  ['a row without an answer', table({ ids: ['a', 'b', 'z'] }), 'no answer for 1 of 3 rows, the first with id c'],
  ['fewer rows', table({ identified: false, rows: 2 }), 'the champion has 2 rows, the candidate 3'],
  ['another task', table({ task: 'regression', classes: [] }), "the champion's answers are those of a regression"],
  [
    'other classes',
    table({ classes: ['cat', 'fox'], probabilities: new Float64Array(6).fill(0.5) }),
    'the champion knows the classes cat, fox, the candidate cat, dog',
  ],
])('%s is refused', (_, champion, message) => {
  expect(() => joinChampion(table(), champion, 'old.csv')).toThrow(message)
  expect(() => joinChampion(table(), champion, 'old.csv')).toThrow('old.csv')
})
