import type { RuleResult, Verdict } from '@trainyard/evidence'
import { type Answers, measure, measureDifference, metricValue, obstacleTo } from '@trainyard/metrics'
import { grouped } from '@trainyard/ports'
import { itself } from '../rivals/itself.ts'
import type { Gate } from '../rules/gate.ts'
import { type Inconclusive, verdictOf } from '../verdict/judge.ts'
import { judgeParts, type Measurement } from '../verdict/parts.ts'
import { reasonOf } from '../verdict/reasons.ts'
import { pick } from './pick.ts'
import type { Slices } from './rows.ts'
import { isEvery, sliceText } from './rule.ts'

export interface SliceQuestion {
  readonly gate: Gate
  readonly classIndex: number
  readonly slices: Slices
  readonly candidate: Answers
  /** What the rule compares with, where it compares. */
  readonly rival: Answers | undefined
  /** That is the candidate itself. */
  readonly same?: boolean
  readonly seed: number
  /** By how many rules the chance of a wrong refutation is divided. */
  readonly family: number
  /** Fewest rows of a slice, where a rule is of every value. */
  readonly sliceRows: number
  readonly inconclusive: Inconclusive
}

/**
 * Holds a rule against each slice. It passes where every slice does, which needs no correction (intersection-union,
 * Berger 1982); it fails where one does at 5 % over their number (Bonferroni), so that more slices refute no more by chance.
 */
export function judgeSlices(question: SliceQuestion): RuleResult {
  const { gate, classIndex, candidate, inconclusive } = question
  const every = gate.slice === undefined || isEvery(gate.slice)
  const judged = [...question.slices].filter(([, rows]) => !every || rows.length >= question.sliceRows)
  const left = question.slices.size - judged.length
  const measured = judged.map(([value, rows]) => measureSlice(value, rows, judged.length * question.family, question))
  return judgeParts({ gate, classIndex, answers: candidate, inconclusive }, measured, {
    listed: true,
    reason: (worst, statistical) => reasonOfSlices(question, worst, statistical, left),
  })
}

function measureSlice(
  value: string | null,
  rows: Uint32Array,
  family: number,
  { gate, classIndex, candidate, rival: whole, same, seed }: SliceQuestion,
): Measurement {
  const { metric } = gate
  const [own, rival] = [pick(candidate, rows), whole && pick(whole, rows)]
  const undefinedHere = [own, ...(rival ? [rival] : [])].some(
    (side) => obstacleTo(metric, side, classIndex) !== undefined,
  )
  if (undefinedHere) return { value, rows: rows.length, compared: { value: Number.NaN }, verdict: 'inconclusive' }
  const estimate = metricValue(metric, own, classIndex)
  const compared = same
    ? itself
    : rival
      ? measureDifference(metric, { candidate: own, champion: rival }, classIndex, { seed, family })
      : measure(metric, own, classIndex, { seed, family })
  const other = rival && { rival: metricValue(metric, rival, classIndex) }
  return { value, rows: rows.length, estimate, ...other, compared, verdict: verdictOf(gate, compared) }
}

function reasonOfSlices(
  { gate, slices, sliceRows }: SliceQuestion,
  worst: Measurement | undefined,
  statistical: Verdict,
  left: number,
): string {
  const small =
    left === 0 ? '' : ` ${left} of ${slices.size} values have fewer than ${sliceRows} rows and were not judged.`
  const { slice = { column: '' } } = gate
  if (worst === undefined)
    return `Inconclusive: no value of ${'column' in slice ? slice.column : slice.name} has ${sliceRows} rows.`
  const where = `${sliceText(slice, worst.value)} (n = ${grouped(worst.rows)})`
  if (worst.estimate === undefined) return `Inconclusive: ${gate.metric.name} cannot be computed for ${where}.${small}`
  return `Least sure for ${where}: ${reasonOf(gate, worst.compared, statistical, worst.rows)}${small}`
}
