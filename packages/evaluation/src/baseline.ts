import type { Answers } from '@trainyard/metrics'

/**
 * The best answer that is always the same: the class most rows have, with each class's share as its probability; of
 * numbers their mean. scikit-learn: DummyClassifier(strategy='prior'), DummyRegressor. It knows the rows it is judged on,
 * which makes it no easier to beat.
 */
export function baselineAnswers({ task, rows, classes, labels, probabilities }: Answers): Answers {
  const answers = { task, rows, classes, labels }
  if (task === 'regression') {
    const mean = labels.reduce((sum, label) => sum + label, 0) / rows
    return { ...answers, predictions: new Float64Array(rows).fill(mean) }
  }
  const shares = new Float64Array(classes.length)
  for (const label of labels) shares[label] = (shares[label] ?? 0) + 1 / rows
  const predictions = new Float64Array(rows).fill(shares.indexOf(Math.max(...shares)))
  if (!probabilities) return { ...answers, predictions }
  const prior = Float64Array.from({ length: rows * classes.length }, (_, at) => shares[at % classes.length] ?? 0)
  return { ...answers, predictions, probabilities: prior }
}
