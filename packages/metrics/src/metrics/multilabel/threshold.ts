import type { NumberParameter, ParameterValues } from '../../parameters.ts'
import type { Answers, Metric } from '../../types.ts'

/** A row has a label from this probability of it on. */
export const labelThreshold: NumberParameter = {
  name: 'threshold',
  what: 'a row is taken to have a label from this probability of it on, in place of the prediction',
  kind: 'number',
  range: [0, 1],
}

/** The metric of the labels that a threshold gives, the same for every label. */
export function cutLabels(metric: Metric, threshold: ParameterValues[string]): Metric {
  if (threshold === undefined) return metric
  const cut = (answers: Answers): Answers => ({
    ...answers,
    predictions: answers.probabilities?.map((value) => (value >= Number(threshold) ? 1 : 0)) ?? answers.predictions,
  })
  const { carriedBy } = metric
  return {
    ...metric,
    needsProbabilities: true,
    ...(carriedBy && { carriedBy: (answers, label) => carriedBy(cut(answers), label) }),
    obstacle: (answers, label) => metric.obstacle(cut(answers), label),
    evaluator: (answers, label) => metric.evaluator(cut(answers), label),
    limits: (answers, label, request) => metric.limits(cut(answers), label, request),
    difference: ({ candidate, champion }, label, request) =>
      metric.difference({ candidate: cut(candidate), champion: cut(champion) }, label, request),
  }
}
