import type { NumberParameter } from './parameters.ts'
import type { Answers, Metric } from './types.ts'

/** Rows are taken for the class from this probability of it on. */
export const thresholdParameter: NumberParameter = {
  name: 'threshold',
  what: 'a row is taken for the class from this probability of it on, in place of the most probable class',
  kind: 'number',
  range: [0, 1],
}

/** The metric of predictions that a threshold makes, one class against the rest. Of two classes, the second where none is named. */
export function atThreshold(metric: Metric, threshold: number): Metric {
  const reduced = (answers: Answers, classIndex: number) => againstRest(answers, classIndex, threshold)
  const { carriedBy } = metric
  const inner = metric.ofClass === 'never' ? -1 : 1
  return {
    ...metric,
    needsProbabilities: true,
    ofPredictions: false,
    ...(carriedBy && { carriedBy: (answers, classIndex) => carriedBy(reduced(answers, classIndex), inner) }),
    obstacle: (answers, classIndex) => {
      if (classIndex < 0 && answers.classes.length !== 2) return 'a threshold without a class is for two classes'
      return answers.probabilities ? metric.obstacle(reduced(answers, classIndex), inner) : undefined
    },
    evaluator: (answers, classIndex) => metric.evaluator(reduced(answers, classIndex), inner),
    limits: (answers, classIndex, request) => metric.limits(reduced(answers, classIndex), inner, request),
    difference: ({ candidate, champion }, classIndex, request) =>
      metric.difference(
        { candidate: reduced(candidate, classIndex), champion: reduced(champion, classIndex) },
        inner,
        request,
      ),
  }
}

/** Two classes: the others, and the one; of its probability alone. */
export function againstRest(answers: Answers, classIndex: number, threshold: number): Answers {
  const { rows, classes, labels, probabilities, weights, groups } = answers
  const index = classIndex < 0 ? 1 : classIndex
  const predicted = (row: number) => ((probabilities?.[row * classes.length + index] ?? 0) >= threshold ? 1 : 0)
  return {
    task: 'classification',
    rows,
    classes: [`not ${classes[index]}`, classes[index] ?? ''],
    labels: labels.map((label) => (label === index ? 1 : 0)),
    predictions: labels.map((_, row) => predicted(row)),
    ...(weights && { weights }),
    ...(groups && { groups }),
  }
}
