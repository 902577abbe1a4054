import { describe, expect, test } from '@jest/globals'
import type { PredictionTable } from '@trainyard/predictions'
import { evaluate } from '../evaluate.ts'

/** 300 rows of two classes, of which so many are answered rightly. */
function table(right: number): PredictionTable {
  const labels = Float64Array.from({ length: 300 }, (_, at) => at % 2)
  const predictions = labels.map((label, at) => (at < right ? label : 1 - label))
  return {
    task: 'classification',
    rows: 300,
    ids: Array.from(labels, (_, at) => String(at)),
    classes: ['no', 'yes'],
    labels,
    predictions,
  }
}

const costs = { candidate: { size: 5000 } }
const judge = (right: number, gates: readonly string[], firstModel = true) =>
  evaluate({ table: table(right), gates, inconclusive: 'fail', seed: 0, firstModel, facts: { costs } })

describe('of a first model, the rules that need no champion decide', () => {
  test.each([
    ['a floor that holds', 290, 'accuracy >= 0.9', 'pass'],
    ['a floor that does not', 200, 'accuracy >= 0.9', 'fail'],
    ['a floor that the rows cannot decide', 276, 'accuracy >= 0.9', 'inconclusive'],
    ['the baseline', 290, 'accuracy superior to baseline by 0.2', 'pass'],
    ['a floor of every slice of a class', 290, 'recall[yes] >= 0.8', 'pass'],
  ])('%s', (_, right, gate, verdict) => {
    const found = judge(right, ['accuracy >= champion - 0.01', gate, 'size <= champion * 1.1'])
    expect(found).toMatchObject({
      verdict,
      unjudged: ['accuracy >= champion - 0.01', 'size <= champion * 1.1'],
      reason: expect.stringMatching(/1 gates .*; first model: nothing to compare with for 2 more$/),
    })
    expect(found.rules.map(({ text }) => text)).toEqual([gate])
  })
})

describe('nothing is passed where no rule says how good a model must be by itself', () => {
  test.each([
    ['none', []],
    ['only that it is not too good', ['accuracy suspicious above 0.999']],
    ['only what it costs', ['size <= 5MB']],
  ])('%s', (_, others) => {
    expect(() => judge(300, ['accuracy >= champion', ...others])).toThrow(
      "no rule is left for a first model: 'accuracy >= champion' compares with the champion",
    )
  })
})

test.each([
  ['recall[ye] >= champion', 'Did you mean yes?'],
  ['rmse <= champion', 'rmse is for regression'],
  ['acuracy >= champion', 'Did you mean accuracy?'],
  ['accuracy >= champion for every regoin', 'regoin'],
])('%s is refused before there is a champion, too', (gate, message) =>
  expect(() => judge(290, [gate, 'accuracy >= 0.9'])).toThrow(message),
)

test('without rules that compare with the champion nothing changes', () => {
  const { unjudged, reason, verdict } = judge(290, ['accuracy >= 0.9'])
  expect({ unjudged, reason, verdict }).toEqual({ unjudged: [], reason: '1 of 1 gates pass', verdict: 'pass' })
})

test.each(['accuracy >= champion', 'size <= champion'])('%s needs a champion where it is no first model', (gate) =>
  expect(() => judge(290, [gate, 'accuracy >= 0.9'], false)).toThrow('evaluate.first-model: floors'),
)
