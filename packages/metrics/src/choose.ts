import { rowWeights } from './counts.ts'
import { byScore } from './ranks.ts'
import type { Answers, Metric } from './types.ts'

/** A threshold of the probability of a class, and the metric's value with it. */
export interface ChosenThreshold {
  readonly threshold: number
  readonly value: number
}

/**
 * The threshold with the best value of a metric of predicted classes, on these answers of two classes: half-way between two
 * probabilities; of several equally good ones the nearest to 0.5. scikit-learn: TunedThresholdClassifierCV, over every
 * threshold there is.
 */
export function bestThreshold(metric: Metric, answers: Answers, classIndex: number): ChosenThreshold | undefined {
  const evaluate = metric.evaluator(cells, metric.ofClass === 'never' ? -1 : 1)
  const sign = metric.better === 'higher' ? 1 : -1
  let best: ChosenThreshold | undefined
  for (const { threshold, counts } of cuts(answers, classIndex)) {
    const value = evaluate(counts)
    if (!Number.isFinite(value)) continue
    const gain = best === undefined ? 1 : sign * (value - best.value)
    const nearer = best !== undefined && Math.abs(threshold - 0.5) < Math.abs(best.threshold - 0.5)
    if (gain > 0 || (gain === 0 && nearer)) best = { threshold, value }
  }
  return best
}

/** One row for each way to answer: rightly and wrongly with the class, wrongly and rightly without it. */
const cells: Answers = {
  task: 'classification',
  rows: 4,
  classes: ['others', 'class'],
  labels: Float64Array.of(1, 0, 1, 0),
  predictions: Float64Array.of(1, 1, 0, 0),
}

/** Every way to cut the rows in two by probability, with the weights of the four cells. */
function* cuts(answers: Answers, classIndex: number) {
  const { order, positive, lastOfTie } = byScore(answers, classIndex)
  const weights = rowWeights(answers)
  const counts = allWithout(answers, classIndex, weights)
  for (let at = 0; at < order.length; at += 1) {
    const row = order[at] ?? 0
    const [into, from] = positive[at] === 1 ? [0, 2] : [1, 3]
    counts[into] = (counts[into] ?? 0) + (weights[row] ?? 0)
    counts[from] = Math.max(0, (counts[from] ?? 0) - (weights[row] ?? 0))
    if (lastOfTie[at] === 0) continue
    const next = order[at + 1]
    const below = next === undefined ? 0 : scoreOf(answers, classIndex, next)
    yield { threshold: between(scoreOf(answers, classIndex, row), below), counts }
  }
}

/** No row is answered with the class. */
function allWithout({ labels }: Answers, classIndex: number, weights: Float64Array): Float64Array {
  const counts = Float64Array.of(0, 0, 0, 0)
  for (const [row, weight] of weights.entries()) {
    const cell = labels[row] === classIndex ? 2 : 3
    counts[cell] = (counts[cell] ?? 0) + weight
  }
  return counts
}

function scoreOf({ classes, probabilities }: Answers, classIndex: number, row: number): number {
  return probabilities?.[row * classes.length + classIndex] ?? 0
}

/** Above the lower and not above the higher number, half-way where there is a number between. */
function between(high: number, low: number): number {
  const middle = low + (high - low) / 2
  return middle > low ? middle : high
}
