import type { AppliedThreshold } from '@trainyard/evidence'
import { bestThreshold, type Metric } from '@trainyard/metrics'
import { InputError } from '@trainyard/ports'
import type { PredictionTable } from '@trainyard/predictions'
import { classOf } from './evaluate.ts'
import { parseMetric } from './gate.ts'
import { candidateAnswers, championAnswers } from './measure.ts'
import type { DisturbedSide } from './under/types.ts'

const at = { file: 'trainyard.yml', key: 'evaluate.threshold' }

/** A number that the user gave. @throws InputError where the answers are not probabilities of two classes */
export function fixedThreshold(
  { value, class: name }: { readonly value: number; readonly class?: string },
  table: PredictionTable,
): AppliedThreshold {
  expectTwoClasses(table)
  const index = name === undefined ? 1 : table.classes.indexOf(name)
  if (index < 0)
    throw new InputError(`unknown class '${name}'`, { at, remedy: `Classes: ${table.classes.join(', ')}.` })
  return { class: table.classes[index] ?? '', value, ...(table.champion && { champion: value }) }
}

/**
 * The best threshold for a metric, on rows that are not judged: of the champion its own.
 * @throws InputError where the metric does not depend on one, or has no value on these rows
 */
export function chosenThreshold(text: string, validation: PredictionTable): AppliedThreshold {
  expectTwoClasses(validation)
  const { metric, classIndex, label } = metricOf(text, validation)
  const [own, other] = [candidateAnswers(validation), championAnswers(validation)]
  const best = [own, ...(other ? [other] : [])].map((answers) => {
    const found = bestThreshold(metric, answers, label)
    if (found && metric.obstacle(answers, classIndex) === undefined) return found
    throw new InputError(`${text} has no value on the rows that the threshold is chosen on`, { at })
  })
  const [candidate, champion] = best
  return {
    class: validation.classes[label] ?? '',
    value: candidate?.threshold ?? 0.5,
    ...(champion && { champion: champion.threshold }),
    chosen: {
      metric: text,
      on: 'validation',
      rows: validation.rows,
      estimate: candidate?.value ?? Number.NaN,
      ...(champion && { champion: champion.value }),
    },
  }
}

function metricOf(text: string, validation: PredictionTable) {
  const found = parseMetric(text)
  if ('message' in found) throw new InputError([{ ...found, at }])
  const { metric } = found
  const index = classOf({ ...found, text }, candidateAnswers(validation))
  if (typeof index !== 'number') throw new InputError([{ ...index, at }])
  expectCut(metric)
  return { metric, classIndex: index, label: index < 0 ? 1 : index }
}

function expectCut({ name, needsProbabilities }: Metric): void {
  if (!needsProbabilities) return
  throw new InputError(`${name} does not depend on a threshold`, {
    at: { ...at, key: 'evaluate.threshold.choose.metric' },
    remedy: 'Choose by a metric of predicted classes, such as f1 or balanced_accuracy.',
  })
}

function expectTwoClasses({ task, classes, probabilities, champion }: PredictionTable): void {
  const fault =
    task !== 'classification' || classes.length !== 2
      ? `a threshold is for two classes, and there are ${classes.length}`
      : !probabilities
        ? 'a threshold needs probabilities, and there are none'
        : champion && !champion.probabilities
          ? "a threshold needs the champion's probabilities, too, and there are none"
          : undefined
  if (fault !== undefined) throw new InputError(fault, { at, remedy: 'Leave evaluate.threshold out.' })
}

/** The table with the classes that the thresholds predict; of runs with the candidate's. */
export function atThreshold(
  table: PredictionTable,
  { class: name, value, champion }: AppliedThreshold,
): PredictionTable {
  const index = table.classes.indexOf(name)
  const rival = table.champion
  const runs = [...(table.runs ?? [])].map(([run, side]) => [run, { ...side, ...cutSide(side, index, value) }] as const)
  return {
    ...table,
    ...cutSide(table, index, value),
    ...(table.runs && { runs: new Map(runs) }),
    ...(rival && { champion: { ...rival, ...cutSide(rival, index, champion ?? value) } }),
  }
}

/** The same of answers to disturbed rows, which are the candidate's. */
export function disturbedAt(
  side: DisturbedSide,
  { classes }: PredictionTable,
  applied: AppliedThreshold,
): DisturbedSide {
  return 'refused' in side ? side : { ...side, ...cutSide(side, classes.indexOf(applied.class), applied.value) }
}

function cutSide(
  { predictions, probabilities }: Pick<PredictionTable, 'predictions' | 'probabilities'>,
  index: number,
  threshold: number,
) {
  const other = 1 - index
  return {
    predictions: probabilities
      ? predictions.map((_, row) => ((probabilities[2 * row + index] ?? 0) >= threshold ? index : other))
      : predictions,
  }
}
