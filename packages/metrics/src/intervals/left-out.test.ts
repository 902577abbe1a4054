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

/** Numbers, and answers that are off by one on the average. */
function drawNumbers(rows: number): Answers {
  const random = seededRandom(8)
  const labels = Float64Array.from({ length: rows }, () => 10 * random())
  const predictions = labels.map((label) => label + 4 * random() - 2)
  return { task: 'regression', rows, classes: [], labels, predictions }
}

test.each([
  ['average_precision', draw(5200, ['no', 'yes'])],
  ['average_precision', draw(5200, ['a', 'b', 'c'])],
  ['rmse', drawNumbers(5200)],
])('%s: leaving groups out in one pass gives the interval that leaving them out one by one does', (name, candidate) => {
  const found = findMetric(name)
  if ('fault' in found) throw new Error(found.message)
  const { evaluator, difference } = found.metric
  const champion = worse(candidate)
  const [quick] = difference({ candidate, champion }, -1, { levels: [0.95], resamples: 0, seed: 3 })
  const [first, second] = [evaluator(candidate, -1), evaluator(champion, -1)]
  const values = leaveOut(candidate, (weights) => first(weights) - second(weights), randomGroups(candidate.rows, 3))
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const spread = Math.sqrt((199 / 200) * values.reduce((sum, value) => sum + (value - mean) ** 2, 0))
  expect(quick?.method).toBe('paired-jackknife')
  expect(((quick?.high ?? 0) - (quick?.low ?? 0)) / 2 / spread).toBeCloseTo(1.972, 3)
})

/** The same answers, every third of them that of another row. */
function worse({ probabilities, ...answers }: Answers): Answers {
  const width = answers.classes.length
  const taken = (at: number, step: number) => (at % (3 * step) < step ? (at + 7 * step) % (answers.rows * step) : at)
  return {
    ...answers,
    predictions: answers.predictions.map((_, row) => answers.predictions[taken(row, 1)] ?? 0),
    ...(probabilities && { probabilities: probabilities.map((_, at) => probabilities[taken(at, width)] ?? 0) }),
  }
}
