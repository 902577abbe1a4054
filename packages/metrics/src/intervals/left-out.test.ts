import { expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import { findMetric } from '../find.ts'
import type { Answers } from '../types.ts'
import { leaveOut, randomGroups } from './left-out.ts'

/** Answers with ties among the probabilities. */
function draw(rows: number, classes: readonly string[]): Answers {
  const random = seededRandom(7)
  const labels = Float64Array.from({ length: rows }, () => Math.floor(random() * classes.length))
  const probabilities = new Float64Array(rows * classes.length)
  for (let row = 0; row < rows; row += 1) {
    const odds = classes.map((_, index) => Math.round(10 * random()) + (labels[row] === index ? 4 : 0) + 0.5)
    const all = odds.reduce((sum, one) => sum + one, 0)
    probabilities.set(
      odds.map((one) => one / all),
      row * classes.length,
    )
  }
  return { task: 'classification', rows, classes, labels, predictions: labels, probabilities }
}

test.each([
  ['average_precision', ['no', 'yes']],
  ['average_precision', ['a', 'b', 'c']],
  ['log_loss', ['no', 'yes']],
  ['brier_score', ['a', 'b', 'c']],
])(
  '%s of %j: leaving groups out in one pass gives the interval that leaving them out one by one does',
  (name, classes) => {
    const found = findMetric(name)
    if ('fault' in found) throw new Error(found.message)
    const answers = draw(5200, classes)
    const request = { levels: [0.95], resamples: 0, seed: 3 }
    const [quick] = found.metric.limits(answers, -1, request)
    const values = leaveOut(answers, found.metric.evaluator(answers, -1), randomGroups(answers.rows, 3))
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const spread = Math.sqrt((199 / 200) * values.reduce((sum, value) => sum + (value - mean) ** 2, 0))
    expect(((quick?.high ?? 0) - (quick?.low ?? 0)) / 2 / spread).toBeCloseTo(1.972, 3)
  },
)
