import type { RuleResult, SliceResult, Verdict } from '@trainyard/evidence'
import { type Answers, type Measured, metricValue } from '@trainyard/metrics'
import type { Gate } from '../rules/gate.ts'
import { type Inconclusive, rivalKey, settled } from './judge.ts'

/** What was measured of a part that a rule must hold for: a slice, or rows that were disturbed in one way. */
export interface Measurement {
  readonly value: string | null
  readonly rows: number
  readonly estimate?: number
  readonly rival?: number
  /** Of the metric, or of candidate minus rival. */
  readonly compared: Measured
  readonly verdict: Verdict
}

export interface PartsQuestion {
  readonly gate: Gate
  readonly classIndex: number
  /** Of all rows, where no part can be measured. */
  readonly answers: Answers
  readonly inconclusive: Inconclusive
}

export interface PartsShown {
  /** Whether each part stands in the result. */
  readonly listed: boolean
  readonly reason: (worst: Measurement | undefined, statistical: Verdict) => string
}

/** The result of a rule that must hold for each of several parts: that of the worst. */
export function judgeParts(
  { gate, classIndex, answers, inconclusive }: PartsQuestion,
  measured: readonly Measurement[],
  { listed, reason }: PartsShown,
): RuleResult {
  const worst = worstOf(measured, gate)
  const statistical = together(measured.map(({ verdict }) => verdict))
  const className = answers.classes[classIndex]
  return {
    text: gate.text,
    metric: gate.metric.name,
    ...(className !== undefined && { class: className }),
    intent: gate.intent,
    bound: gate.bound,
    estimate: worst?.estimate ?? metricValue(gate.metric, answers, classIndex),
    ...(worst && versus(worst, gate)),
    ...(worst?.compared.interval && { interval: worst.compared.interval }),
    ...(worst?.compared.bounds && { bounds: worst.compared.bounds }),
    ...(listed && { slices: measured.map((one) => sliceResult(one, gate)) }),
    statistical,
    verdict: worst ? settled(gate, worst.compared, statistical, inconclusive) : statistical,
    reason: reason(worst, statistical),
  }
}

/** Of the parts with the worst verdict, the one whose unfavourable bound is worst; one that cannot be measured is. */
function worstOf(measured: readonly Measurement[], { metric }: Gate): Measurement | undefined {
  const order: readonly Verdict[] = ['fail', 'inconclusive', 'pass']
  const sign = metric.better === 'higher' ? 1 : -1
  const reach = ({ compared: { bounds } }: Measurement) =>
    bounds === undefined ? Number.NEGATIVE_INFINITY : sign > 0 ? bounds.low : -bounds.high
  const rank = ({ verdict }: Measurement) => order.indexOf(verdict)
  return measured.toSorted((a, b) => rank(a) - rank(b) || reach(a) - reach(b))[0]
}

function together(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail'
  return verdicts.length === 0 || verdicts.includes('inconclusive') ? 'inconclusive' : 'pass'
}

function sliceResult(measured: Measurement, gate: Gate): SliceResult {
  const { value, rows, estimate, compared, verdict } = measured
  return {
    value,
    rows,
    ...(estimate !== undefined && { estimate }),
    ...versus(measured, gate),
    ...(compared.interval && { interval: compared.interval }),
    verdict,
  }
}

/** The rival's value, under its name, and the difference to it. */
function versus({ rival, compared }: Measurement, { against }: Gate) {
  return against === undefined || rival === undefined ? {} : { [rivalKey(against)]: rival, difference: compared.value }
}
