import { expect, test } from '@jest/globals'
import { findMetric } from '../find.ts'
import { measure, metricValue } from '../measure.ts'
import type { Answers } from '../types.ts'

/** 40 rows: 20 of either class, of which 15 and 18 are predicted rightly. */
const labels = Float64Array.from({ length: 40 }, (_, row) => (row < 20 ? 0 : 1))
const predictions = labels.map((label, row) => (row < 5 || row >= 38 ? 1 - label : label))
const answers: Answers = { task: 'classification', rows: 40, classes: ['no', 'yes'], labels, predictions }

/** scipy.stats.binomtest(k, n).proportion_ci(method='exact') */
test.each([
  ['accuracy', -1, 33, 40, 0.6722, 0.9266],
  ['recall', 1, 18, 20, 0.683, 0.9877],
  ['specificity', 1, 15, 20, 0.509, 0.9134],
  ['precision', 1, 18, 23, 0.563, 0.9254],
])(
  '%s[%i], %i of %i: Clopper and Pearson’s interval where it is asked for',
  (name, index, successes, rows, low, high) => {
    const found = findMetric(name, 'interval=exact')
    if ('fault' in found) throw new Error(found.message)
    const { value, interval } = measure(found.metric, answers, index)
    expect(value).toBeCloseTo(successes / rows, 12)
    expect(interval).toMatchObject({
      method: 'clopper-pearson',
      low: expect.closeTo(low, 3),
      high: expect.closeTo(high, 3),
    })
  },
)

test.each([
  ['rows that weigh differently', 'interval=exact', { weights: labels.map(() => 2) }, 'weigh the same'],
  ['a mean over classes', 'average=macro, interval=exact', {}, 'not for a mean'],
])('for %s there is none', (_, written, more, message) => {
  const found = findMetric('recall', written)
  if ('fault' in found) throw new Error(found.message)
  expect(() => metricValue(found.metric, { ...answers, ...more }, found.metric.ofClass === 'must' ? 1 : -1)).toThrow(
    message,
  )
})
