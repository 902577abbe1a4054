import type { Answers } from '@trainyard/metrics'

/**
 * The best answer that is always the same: the class most rows have, with each class's share as its probability; of
 * numbers their mean; of several labels those that most rows have; rows count by their weights. scikit-learn: DummyClassifier(strategy='prior'), DummyRegressor. It knows
 * the rows it is judged on, which makes it no easier to beat.
 */
export function baselineAnswers({ predictions: _, custom: __, probabilities, ...answers }: Answers): Answers {
  const { task, rows, classes, labels } = answers
  const weights = answers.weights ?? new Float64Array(rows).fill(1)
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  if (task === 'regression') {
    const mean = labels.reduce((sum, label, row) => sum + label * (weights[row] ?? 0), 0) / all
    return { ...answers, predictions: new Float64Array(rows).fill(mean) }
  }
  if (task === 'multilabel') return constantLabels(answers, weights, probabilities !== undefined)
  const shares = new Float64Array(classes.length)
  for (const [row, label] of labels.entries()) shares[label] = (shares[label] ?? 0) + (weights[row] ?? 0) / all
  const predictions = new Float64Array(rows).fill(shares.indexOf(Math.max(...shares)))
  if (!probabilities) return { ...answers, predictions }
  const prior = Float64Array.from({ length: rows * classes.length }, (_, at) => shares[at % classes.length] ?? 0)
  return { ...answers, predictions, probabilities: prior }
}

/** Of several labels, those that most rows have. */
function constantLabels(
  answers: Omit<Answers, 'predictions'>,
  weights: Float64Array,
  withProbabilities: boolean,
): Answers {
  const { classes, labels } = answers
  const width = classes.length
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const shares = new Float64Array(width)
  for (const [at, label] of labels.entries())
    shares[at % width] = (shares[at % width] ?? 0) + (label * (weights[Math.floor(at / width)] ?? 0)) / all
  const each = (value: (share: number) => number) => labels.map((_, at) => value(shares[at % width] ?? 0))
  const predictions = each((share) => (share >= 0.5 ? 1 : 0))
  return { ...answers, predictions, ...(withProbabilities && { probabilities: each((share) => share) }) }
}
