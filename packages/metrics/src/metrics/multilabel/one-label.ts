import { oncePerClass } from '../../once.ts'
import type { Answers, Metric } from '../../types.ts'

/** One label as two classes, without it and with it, so that metrics of two classes are of it. */
export const ofLabel = oncePerClass(reduced)

function reduced(
  { rows, classes, labels, predictions, probabilities, weights, groups }: Answers,
  label: number,
): Answers {
  const width = classes.length
  const column = (values: Float64Array) =>
    Float64Array.from({ length: rows }, (_, row) => values[row * width + label] ?? 0)
  const score = probabilities && column(probabilities)
  return {
    task: 'classification',
    rows,
    classes: [`not ${classes[label]}`, classes[label] ?? ''],
    labels: column(labels),
    predictions: column(predictions),
    ...(score && { probabilities: Float64Array.from(withOthers(score)) }),
    ...(weights && { weights }),
    ...(groups && { groups }),
  }
}

function* withOthers(score: Float64Array): Generator<number> {
  for (const value of score) {
    yield 1 - value
    yield value
  }
}

/** A metric of two classes, as one of each label. */
export function labelMetric(metric: Metric): Metric {
  const { carriedBy } = metric
  return {
    ...metric,
    task: 'multilabel',
    ofPredictions: false,
    ...(carriedBy && { carriedBy: (answers, label) => carriedBy(ofLabel(answers, label), 1) }),
    ofClass: 'must',
    obstacle: (answers, label) => metric.obstacle(ofLabel(answers, label), 1),
    evaluator: (answers, label) => metric.evaluator(ofLabel(answers, label), 1),
    limits: (answers, label, request) => metric.limits(ofLabel(answers, label), 1, request),
    difference: ({ candidate, champion }, label, request) =>
      metric.difference({ candidate: ofLabel(candidate, label), champion: ofLabel(champion, label) }, 1, request),
  }
}
