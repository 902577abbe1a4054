import { weightedMedian, weightedQuantile } from '../../median.ts'
import { lossMetric, savedMetric } from '../../row-family.ts'
import type { Answers, Metric } from '../../types.ts'

/** Loss of an answer meant as the `alpha` quantile: α · what it falls short of, (1 − α) · what it goes beyond. Koenker and Bassett (1978). */
export function pinball(alpha: number): Metric {
  return lossMetric(
    {
      name: 'pinball',
      summary: `Loss of answers meant as the ${alpha} quantile: ${alpha} of what is missing, ${1 - alpha} of what is too much.`,
      source: `mean_pinball_loss(alpha=${alpha})`,
      task: 'regression',
      needsProbabilities: false,
    },
    ({ labels, predictions }) => labels.map((label, row) => lossOf(label, predictions[row] ?? 0, alpha)),
  )
}

/** 1 − pinball loss ÷ that of always answering the labels' own quantile; with constant labels 1 or 0. */
export function d2Pinball(alpha: number): Metric {
  return savedMetric({
    name: 'd2_pinball',
    summary: `Share of the pinball loss that is saved over always answering the ${alpha} quantile of the labels.`,
    source: `d2_pinball_score(alpha=${alpha})`,
    task: 'regression',
    needsProbabilities: false,
    obstacle: fewerThanTwo,
    evaluator: d2Evaluator(alpha),
  })
}

export function fewerThanTwo({ rows }: Answers): string | undefined {
  return rows < 2 ? 'it needs at least two rows' : undefined
}

/** Also of the absolute error, which is twice the loss of the median. */
export function d2Evaluator(alpha: number): Metric['evaluator'] {
  return ({ labels, predictions }) => {
    const losses = labels.map((label, row) => lossOf(label, predictions[row] ?? 0, alpha))
    const quantileOf = alpha === 0.5 ? weightedMedian(labels) : weightedQuantile(labels, alpha)
    return (weights) => {
      const constant = quantileOf(weights)
      let [own, simple] = [0, 0]
      for (let row = 0; row < weights.length; row += 1) {
        const weight = weights[row] ?? 0
        own += weight * (losses[row] ?? 0)
        simple += weight * lossOf(labels[row] ?? 0, constant, alpha)
      }
      if (simple > 0) return 1 - own / simple
      return own > 0 ? 0 : 1
    }
  }
}

function lossOf(label: number, answer: number, alpha: number): number {
  const missing = label - answer
  return missing >= 0 ? alpha * missing : (alpha - 1) * missing
}
