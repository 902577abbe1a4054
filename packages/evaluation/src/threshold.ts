import type { AppliedThreshold } from '@trainyard/evidence'
import { type Answers, bestThreshold, type Metric } from '@trainyard/metrics'
import { InputError } from '@trainyard/ports'
import type { PredictionTable } from '@trainyard/predictions'
import { candidateAnswers, championAnswers, runAnswers } from './measure.ts'
import type { DisturbedSide } from './robustness/types.ts'
import { parseMetric } from './rules/gate.ts'
import { classOf } from './rules/place.ts'

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
  const runs = [...(table.runs ?? [])].map(([run]) => [run, value] as const)
  return {
    class: table.classes[index] ?? '',
    value,
    ...(table.champion && { champion: value }),
    ...(runs.length > 0 && { runs: Object.fromEntries(runs) }),
  }
}

/**
 * The best threshold for a metric, on rows that are not judged: of the champion and of every run its own.
 * @throws InputError where the metric does not depend on one, or has no value on these rows
 */
export function chosenThreshold(text: string, validation: PredictionTable): AppliedThreshold {
  expectTwoClasses(validation)
  const { metric, classIndex, label } = metricOf(text, validation)
  const best = (answers: Answers) => {
    const found = bestThreshold(metric, answers, label)
    if (found && metric.obstacle(answers, classIndex) === undefined) return found
    throw new InputError(`${text} has no value on the rows that the threshold is chosen on`, { at })
  }
  const rival = championAnswers(validation)
  const [candidate, champion] = [best(candidateAnswers(validation)), rival && best(rival)]
  const runs = Object.entries(runAnswers(validation)).map(([run, answers]) => [run, best(answers)] as const)
  const ofAll = (of: 'threshold' | 'value') => ({
    ...(champion && { champion: champion[of] }),
    ...(runs.length > 0 && { runs: Object.fromEntries(runs.map(([run, found]) => [run, found[of]])) }),
  })
  return {
    class: validation.classes[label] ?? '',
    value: candidate.threshold,
    ...ofAll('threshold'),
    chosen: {
      metric: text,
      on: 'validation',
      rows: validation.rows,
      estimate: candidate.value,
      ...ofAll('value'),
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

/** @throws InputError where a threshold says nothing of these answers, or of those they are compared with */
export function expectTwoClasses({ task, classes, probabilities, champion, runs }: PredictionTable): void {
  const bare = [...(runs ?? [])].find(([, side]) => !side.probabilities)?.[0]
  const fault =
    task !== 'classification' || classes.length !== 2
      ? `a threshold is for two classes, and there are ${classes.length}${task === 'multilabel' ? ' labels, of which a row may have several' : ''}`
      : !probabilities
        ? 'a threshold needs probabilities, and there are none'
        : champion && !champion.probabilities
          ? "a threshold needs the champion's probabilities, too, and there are none"
          : bare && `a threshold needs the probabilities of ${bare}, too, and there are none`
  const also = task === 'multilabel' ? ' Ask by metric: f1(average=macro, threshold=0.3).' : ''
  if (fault !== undefined) throw new InputError(fault, { at, remedy: `Leave evaluate.threshold out.${also}` })
}

/** The table with the classes that the thresholds predict, of each model its own. */
export function atThreshold(
  table: PredictionTable,
  { class: name, value, champion, runs: ofRuns }: AppliedThreshold,
): PredictionTable {
  const index = table.classes.indexOf(name)
  const rival = table.champion
  const runs = [...(table.runs ?? [])].map(
    ([run, side]) => [run, { ...side, ...cutSide(side, index, ofRuns?.[run] ?? value) }] as const,
  )
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
