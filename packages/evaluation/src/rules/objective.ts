import type { MetricResult, Task } from '@trainyard/evidence'
import { type Metric, metrics, metricValue, multilabelMetrics } from '@trainyard/metrics'
import { InputError, type Problem } from '@trainyard/ports'
import type { PredictionTable } from '@trainyard/predictions'
import { allMetrics, candidateAnswers } from '../measure.ts'
import { unquoted } from '../slices/rule.ts'
import { classOf } from './place.ts'

/** What a search looks for: the greatest or the least value of a metric. */
export interface Objective {
  readonly text: string
  readonly direction: 'max' | 'min'
  /** As written, such as `recall[true]`. */
  readonly name: string
  /** Absent where the name is none of ours: then it is one that the trainer logs. */
  readonly metric?: Metric
  readonly class?: string
}

const position = { file: 'trainyard.yml', key: 'train.search.best' }
const form = /^\s*(max|min)\s+(([A-Za-z_][\w-]*)\[(.+)\]|\S.*?)\s*$/s

/**
 * Reads `max roc_auc`.
 * @param task decides which metric is meant, as of several labels a row some have the names of others
 * @throws InputError where it is none, or looks for the worst value of a metric
 */
export function parseObjective(text: string, task?: Task): Objective {
  const [, way, name = '', before, className] = form.exec(text) ?? []
  if (way !== 'max' && way !== 'min')
    throw wrong({ message: `'${text}' says not what is best`, remedy: 'Write max or min and a metric: max roc_auc' })
  const known = task === 'multilabel' ? multilabelMetrics : metrics
  const metric = known.find((each) => each.name === (before ?? name))
  const objective: Objective = { text: text.trim(), direction: way, name }
  if (metric === undefined) return objective
  const best = metric.better === 'higher' ? 'max' : 'min'
  if (way !== best)
    throw wrong({ message: `${metric.name} is the better the ${metric.better}`, remedy: `Write ${best} ${name}` })
  if (className === undefined) return { ...objective, metric }
  if (metric.ofClass !== 'never') return { ...objective, metric, class: unquoted(className) }
  throw wrong({ message: `${metric.name} is not of one class`, remedy: `Write ${way} ${metric.name}` })
}

/** The metric's value on these answers. @throws InputError where it has none, or the class is unknown */
export function objectiveValue(objective: Objective & { readonly metric: Metric }, table: PredictionTable): number {
  const answers = candidateAnswers(table)
  const index = classOf(objective, answers)
  if (typeof index !== 'number') throw wrong(index)
  return metricValue(objective.metric, answers, index)
}

/** Every metric that exists on these answers, without an interval: cheap, for shares that decide nothing. */
export function measureValues(table: PredictionTable): MetricResult[] {
  const answers = candidateAnswers(table)
  return allMetrics(answers, (metric, index) => ({ value: metricValue(metric, answers, index) }))
}

function wrong(problem: Problem): InputError {
  return new InputError([{ ...problem, at: position }])
}
