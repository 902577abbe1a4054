import { lossMetric } from '../../row-family.ts'

/** Mean squared distance of the probabilities to the truth; halved for two classes. Interval: bootstrap BCa. */
export const brierScore = lossMetric(
  {
    name: 'brier_score',
    summary: 'Mean over rows of Σ (probability − truth)² over classes; halved for two classes.',
    source: "brier_score_loss(scale_by_half='auto')",
    alsoKnownAs: ['brier', 'brier_score_loss', 'neg_brier_score'],
    task: 'classification',
    needsProbabilities: true,
  },
  ({ labels, classes, probabilities }) => {
    const scale = classes.length === 2 ? 0.5 : 1
    return labels.map((label, row) => {
      let sum = 0
      for (let index = 0; index < classes.length; index += 1) {
        sum += ((probabilities?.[row * classes.length + index] ?? 0) - (index === label ? 1 : 0)) ** 2
      }
      return scale * sum
    })
  },
)
