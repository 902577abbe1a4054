import { lossMetric } from '../../row-family.ts'
import type { Answers } from '../../types.ts'

/** Mean of −ln(probability given to the label), clipped to [ε, 1 − ε] of a double. Interval: bootstrap BCa. */
export const logLoss = lossMetric(
  {
    name: 'log_loss',
    summary: 'Mean of −ln(probability given to the label), which is clipped to [2.2e-16, 1 − 2.2e-16].',
    source: 'log_loss',
    alsoKnownAs: ['cross_entropy', 'neg_log_loss'],
    task: 'classification',
    needsProbabilities: true,
  },
  lossesOf,
)

/** −ln(probability given to the label) of each row. */
export function lossesOf({ labels, classes, probabilities }: Answers): Float64Array {
  const width = classes.length
  const losses = new Float64Array(labels.length)
  for (let row = 0; row < losses.length; row += 1) {
    const given = probabilities?.[row * width + (labels[row] ?? 0)] ?? 0
    losses[row] = -Math.log(Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, given)))
  }
  return losses
}
