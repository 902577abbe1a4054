import type { RuleResult } from '@trainyard/evidence'
import { type Answers, type Measured, measure, measureDifference, metricValue, obstacleTo } from '@trainyard/metrics'
import type { Problem } from '@trainyard/ports'
import type { Gate } from '../rules/gate.ts'
import { pick } from '../slices/pick.ts'
import { type Inconclusive, verdictOf } from '../verdict/judge.ts'
import { judgeParts, type Measurement } from '../verdict/parts.ts'
import { reasonOf } from '../verdict/reasons.ts'
import { nameOf, oneByOne } from './disturbance.ts'
import type { Disturbed, DisturbedSide } from './types.ts'

/** What is lacking to decide a rule of disturbed rows. */
export function lackingDisturbed(
  { text, slice, against }: Gate,
  disturbed: Disturbed | undefined,
): Pick<Problem, 'message' | 'remedy'> | undefined {
  const remedy = 'Such a rule reads: accuracy under noise(0.1) >= accuracy - 0.02. It is of all rows.'
  if (slice) return { message: `'${text}': a rule of disturbed rows cannot be of a slice`, remedy }
  if (against !== undefined && against !== 'unchanged')
    return { message: `'${text}': disturbed rows are compared with the same rows as they are`, remedy }
  if (disturbed !== undefined) return undefined
  return { message: `'${text}' cannot be decided: no model was run`, remedy: 'Give a model, not predictions alone.' }
}

export interface UnderQuestion {
  readonly gate: Gate
  readonly classIndex: number
  /** Answers to all rows as they are. */
  readonly answers: Answers
  readonly disturbed: Disturbed
  readonly seed: number
  /** By how many rules the chance of a wrong refutation is divided. */
  readonly family: number
  readonly inconclusive: Inconclusive
}

interface Part {
  readonly column: string
  readonly side: DisturbedSide
}

/**
 * Holds a rule against disturbed rows, paired with the same rows as they are. Of columns that are missing in turn it passes
 * where it does for each, and fails where one refutes it at 5 % over their number, as for slices.
 */
export function judgeUnder(question: UnderQuestion): RuleResult {
  const { gate, classIndex, answers, inconclusive } = question
  const parts = partsOf(question)
  const clean = pick(answers, question.disturbed.rows)
  const measured = parts.map((part) => measurePart(part, clean, parts.length * question.family, question))
  return judgeParts({ gate, classIndex, answers: clean, inconclusive }, measured, {
    listed: parts.length > 1,
    reason: (worst) => reason(question, parts, worst),
  })
}

function partsOf({ gate, disturbed }: UnderQuestion): readonly Part[] {
  const { sides, columns } = disturbed
  return oneByOne(gate.under ?? { kind: 'missing' }, columns).flatMap((one) => {
    const side = sides.get(nameOf(one))
    return side ? [{ column: one.kind === 'missing' ? (one.column ?? '') : nameOf(one), side }] : []
  })
}

/** A model that does not answer is no model that keeps a rule. */
function measurePart(
  { column, side }: Part,
  clean: Answers,
  family: number,
  { gate, classIndex, seed }: UnderQuestion,
): Measurement {
  const [value, rows] = [column, clean.rows]
  if ('refused' in side) return { value, rows, compared: { value: Number.NaN }, verdict: 'fail' }
  const { custom: _, ...known } = clean
  const own = { ...known, ...side }
  if (obstacleTo(gate.metric, own, classIndex) !== undefined)
    return { value, rows, compared: { value: Number.NaN }, verdict: 'inconclusive' }
  const compared =
    gate.against === undefined
      ? measure(gate.metric, own, classIndex, { seed, family })
      : changeOf({ candidate: own, champion: clean }, { gate, classIndex, seed, family })
  const estimate = metricValue(gate.metric, own, classIndex)
  const rival = gate.against && { rival: metricValue(gate.metric, clean, classIndex) }
  return { value, rows, estimate, ...rival, compared, verdict: verdictOf(gate, compared) }
}

interface Change {
  readonly gate: Gate
  readonly classIndex: number
  readonly seed: number
  readonly family: number
}

/** Where not one answer changes, there is no width that an interval could have, and nothing that could be worse. */
function changeOf(
  pair: { readonly candidate: Answers; readonly champion: Answers },
  { gate, classIndex, seed, family }: Change,
): Measured {
  const measured = measureDifference(gate.metric, pair, classIndex, { seed, family })
  if (measured.bounds !== undefined || !isSame(pair.candidate, pair.champion)) return measured
  return { ...measured, bounds: { low: 0, high: 0 } }
}

function isSame(one: Answers, other: Answers): boolean {
  return (
    one.predictions.every((value, at) => value === other.predictions[at]) &&
    (one.probabilities ?? []).every((value, at) => value === other.probabilities?.[at])
  )
}

function reason({ gate, disturbed }: UnderQuestion, parts: readonly Part[], worst: Measurement | undefined): string {
  const part = parts.find(({ column }) => column === worst?.value)
  if (worst === undefined || part === undefined) return 'Inconclusive: the model reads no column.'
  const missing = gate.under?.kind === 'missing'
  const where = missing ? `without ${part.column}` : `under ${part.column}`
  if ('refused' in part.side) return `The model does not answer ${where}: ${part.side.refused}.`
  if (worst.estimate === undefined) return `Inconclusive: ${gate.metric.name} cannot be computed ${where}.`
  const least = parts.length > 1 ? `Least sure ${where}: ` : ''
  return `${least}${reasonOf(gate, worst.compared, worst.verdict, disturbed.rows.length)}`
}
