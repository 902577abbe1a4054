import { expect, test } from '@jest/globals'
import type { PredictionTable } from '@trainyard/predictions'
import { measureValues, type Objective, objectiveValue, parseObjective } from './objective.ts'

test.each([
  ['max roc_auc', { direction: 'max', name: 'roc_auc', metric: { name: 'roc_auc' } }],
  [' min  log_loss ', { direction: 'min', name: 'log_loss', metric: { name: 'log_loss' } }],
  ['max recall[true]', { direction: 'max', name: 'recall[true]', metric: { name: 'recall' }, class: 'true' }],
  ['max recall["a b"]', { class: 'a b' }],
  ['min val_loss', { direction: 'min', name: 'val_loss' }],
  ['max eval/score@1', { direction: 'max', name: 'eval/score@1' }],
])('%s', (text, objective) => expect(parseObjective(text)).toMatchObject(objective))

test.each([
  ['roc_auc', 'says not what is best'],
  ['max log_loss', 'log_loss is the better the lower'],
  ['min accuracy', 'accuracy is the better the higher'],
  ['max accuracy[a]', 'accuracy is not of one class'],
])('%s is refused', (text, message) => expect(() => parseObjective(text)).toThrow(message))

const table: PredictionTable = {
  task: 'classification',
  rows: 4,
  ids: ['1', '2', '3', '4'],
  identified: false,
  classes: ['cat', 'dog'],
  labels: Float64Array.of(0, 0, 1, 1),
  predictions: Float64Array.of(0, 1, 1, 1),
}

function own(text: string) {
  const objective: Objective = parseObjective(text)
  if (objective.metric === undefined) throw new Error('no metric of ours')
  return { ...objective, metric: objective.metric }
}

test('values are those of the metrics', () => {
  expect(objectiveValue(own('max accuracy'), table)).toBe(0.75)
  expect(objectiveValue(own('max recall[cat]'), table)).toBe(0.5)
  expect(measureValues(table)).toContainEqual({ name: 'recall', class: 'cat', value: 0.5 })
})

test.each([
  ['max roc_auc', 'it needs one probability per class'],
  ['max recall', 'must name a class'],
  ['max recall[bird]', "unknown class 'bird'"],
  ['min rmse', 'rmse is for regression'],
])('%s has no value here', (text, message) => expect(() => objectiveValue(own(text), table)).toThrow(message))

test('of several labels a row, the metric of that name is meant that is theirs', () => {
  const [one, several] = [parseObjective('max f1_macro'), parseObjective('max f1_macro', 'multilabel')]
  expect([one.metric?.task, several.metric?.task]).toEqual(['classification', 'multilabel'])
  expect(parseObjective('min hamming_loss', 'multilabel').metric?.name).toBe('hamming_loss')
})
