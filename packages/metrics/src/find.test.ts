import { expect, test } from '@jest/globals'
import { findMetric, knownAs, metricNames } from './find.ts'

test.each([
  ['accuracy', undefined, 'accuracy', undefined],
  ['f_beta', '2', 'f_beta(2)', undefined],
  ['f_beta', 'beta = 2.0, average=macro', 'f_beta(2, average=macro)', undefined],
  ['precision', 'threshold=0.70', 'precision(threshold=0.7)', undefined],
  ['precision', 'pos_label=yes', 'precision', 'yes'],
  ['precision', 'threshold=0.7, pos_label="a, b"', 'precision(threshold=0.7)', '"a, b"'],
  ['roc_auc', "multi_class='ovo', average='weighted'", 'roc_auc(multi_class=ovo, average=weighted)', undefined],
  ['top_k', 'k=4', 'top_k(4)', undefined],
  ['ndcg', '', 'ndcg', undefined],
  ['pinball', '0.9', 'pinball(0.9)', undefined],
])('%s(%s) is %s', (name, written, shown, className) => {
  const found = findMetric(name, written)
  expect('metric' in found && [found.metric.name, found.class]).toEqual([shown, className])
})

test.each([
  ['f_beta', 'two', "'two' is no beta"],
  ['f_beta', '2, 3', "no parameter '3'"],
  ['f_beta', '2, beta=3', 'its parameter beta twice'],
  ['top_k', '2.5', 'a whole number'],
  ['pinball', '1', 'above 0 and below 1'],
  ['mae', 'x', 'takes no parameters'],
  ['maee', undefined, 'unknown metric'],
])('%s(%s) is refused', (name, written, message) =>
  expect(findMetric(name, written)).toMatchObject({ message: expect.stringContaining(message) }),
)

test('names that others use lead to ours', () => {
  expect(['mcc', 'ece', 'fbeta_score', 'auc'].map(knownAs)).toEqual([
    'matthews_corrcoef',
    'calibration_error',
    'f_beta',
    'roc_auc',
  ])
  expect(new Set(metricNames).size).toBe(metricNames.length)
})
