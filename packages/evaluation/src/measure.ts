import type { EvaluationDocument, MetricResult } from '@trainyard/evidence'
import {
  type Answers,
  confusionMatrix,
  type Measured,
  type Metric,
  measure,
  metrics,
  multilabelMetrics,
  obstacleTo,
} from '@trainyard/metrics'
import { grouped } from '@trainyard/ports'
import type { PredictionTable, RivalAnswers } from '@trainyard/predictions'
import { orderIn } from './order.ts'
import type { RunRival } from './rules/bound.ts'

/** Metrics of each single class are shown up to this many classes. */
const MOST_CLASSES = 12

/** Above this many classes a matrix of all pairs is neither readable nor small. */
const MOST_CONFUSED = 100

/** Above this many classes only metrics that look at each row once are measured unasked: others would take hours. */
const MOST_MEASURED = 1000
const quick: readonly string[] = ['accuracy', 'log_loss', 'brier_score', 'top_k_accuracy']

/** The candidate's side of a table. */
export function candidateAnswers(table: PredictionTable): Answers {
  const { predictions, probabilities } = table
  return { ...rowsOf(table), predictions, ...(probabilities && { probabilities }) }
}

/** The champion's side of a table, where it has one. */
export function championAnswers(table: PredictionTable): Answers | undefined {
  return table.champion && sideOf(table, table.champion)
}

/** The sides of runs that it is compared with, by their names. */
export function runAnswers(table: PredictionTable): Readonly<Record<RunRival, Answers>> {
  return Object.fromEntries([...(table.runs ?? [])].map(([name, side]) => [name, sideOf(table, side)]))
}

function sideOf(table: PredictionTable, { predictions, probabilities }: RivalAnswers): Answers {
  return { ...rowsOf(table), predictions, ...(probabilities && { probabilities }) }
}

/** What both sides have in common. */
function rowsOf(table: PredictionTable): Omit<Answers, 'predictions'> {
  const { task, rows, classes, labels, weight, group, slices, time } = table
  const times = time === undefined ? undefined : slices?.get(time)
  return {
    task,
    rows,
    classes,
    labels,
    ...(weight && { weights: weight.values }),
    ...(group && { groups: group.values }),
    ...(times && { order: orderIn(times) }),
    ...(slices && { columns: slices }),
  }
}

/** Measures each metric of each class once, however many rules and tables ask for it. */
export type Measurer = (metric: Metric, classIndex: number, family?: number) => Measured

export interface MeasurerOptions {
  /** Seed of the bootstrap. */
  readonly seed: number
  /** Of how many measurements each is one, where nothing else is said. */
  readonly family?: number
  /** Is told what is measured next, which takes long on many rows. */
  readonly progress?: (line: string) => void
}

export function measurer(answers: Answers, { seed, family: usual = 1, progress }: MeasurerOptions): Measurer {
  const made = new Map<string, Measured>()
  return (metric, classIndex, family = usual) => {
    const key = `${metric.name}[${classIndex}] ${family}`
    const known = made.get(key)
    if (known !== undefined) return known
    progress?.(`${made.size} metrics measured, next ${metric.name} of ${grouped(answers.rows)} rows`)
    const found = measure(metric, answers, classIndex, { seed, family })
    made.set(key, found)
    return found
  }
}

/** Every metric that exists on these answers, the user's own among them, with its interval. */
export function allMetrics(answers: Answers, measured: Measurer, own: readonly Metric[] = []): MetricResult[] {
  return [...metrics, ...multilabelMetrics, ...own].flatMap((metric) =>
    classIndices(metric, answers).flatMap((index) =>
      obstacleTo(metric, answers, index) === undefined
        ? [resultOf(metric, answers, index, measured(metric, index))]
        : [],
    ),
  )
}

function classIndices({ name, ofClass, task }: Metric, { classes, task: asked }: Answers): readonly number[] {
  if (classes.length > MOST_MEASURED && !quick.includes(name)) return []
  if (task !== asked) return []
  if (ofClass !== 'must') return [-1]
  return classes.length > MOST_CLASSES ? [] : classes.map((_, index) => index)
}

function resultOf(
  { name }: Metric,
  { classes }: Answers,
  classIndex: number,
  { value, interval }: Measured,
): MetricResult {
  const of = classes[classIndex]
  return { name, ...(of !== undefined && { class: of }), value, ...(interval && { interval }) }
}

/** Counts of label against prediction, for classifiers of not too many classes. */
export function confusionOf(answers: Answers, champion?: Answers): Pick<EvaluationDocument, 'confusion'> {
  if (answers.task !== 'classification' || answers.classes.length > MOST_CONFUSED) return {}
  const { classes } = answers
  const rival = champion && { champion: confusionMatrix(champion) }
  return { confusion: { classes, counts: confusionMatrix(answers), ...rival } }
}
