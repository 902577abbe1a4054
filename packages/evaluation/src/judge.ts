import type { DecidedBy, RuleResult, Verdict } from '@trainyard/evidence'
import type { Measured } from '@trainyard/metrics'
import { grouped } from '@trainyard/ports'
import { isRunRival, type Rival } from './bound.ts'
import type { Gate } from './gate.ts'

/** How an inconclusive rule is settled: the user's `evaluate.inconclusive`. */
export type Inconclusive = 'fail' | 'estimate' | 'pass'

/** What was measured for a rule: the metric on the candidate, and for a relative rule on its rival, and the difference. */
export interface RuleEvidence {
  readonly candidate: Measured
  /** Value of what the candidate is compared with. */
  readonly rival?: number
  readonly difference?: Measured
  readonly rows: number
  /** The class the metric is of, as the model calls it. */
  readonly class?: string
}

/** Holds a rule against its evidence. The one-sided 95 % bound decides; between the bounds the rows cannot. */
export function judgeRule(gate: Gate, evidence: RuleEvidence, settle: Inconclusive): RuleResult {
  const { candidate, rival, difference, rows } = evidence
  const compared = difference ?? candidate
  const statistical = verdictOf(gate, compared)
  const { metric, text, intent, bound } = gate
  return {
    text,
    metric: metric.name,
    ...(evidence.class !== undefined && { class: evidence.class }),
    intent,
    bound,
    estimate: candidate.value,
    ...(gate.against && rival !== undefined && { [rivalKey(gate.against)]: rival }),
    ...(difference && { difference: difference.value }),
    ...(compared.interval && { interval: compared.interval }),
    ...(compared.bounds && { bounds: compared.bounds }),
    statistical,
    verdict: settled(gate, compared, statistical, settle),
    reason: reasonOf(gate, compared, statistical, rows),
  }
}

/** Where a result holds the rival's value. */
export function rivalKey(against: Rival): 'champion' | 'baseline' | 'unchanged' | 'run' {
  return isRunRival(against) ? 'run' : against
}

/** The verdict over all rules, and how it was reached. */
export function judgeAll(
  rules: readonly RuleResult[],
  settle: Inconclusive,
): { readonly verdict: Verdict; readonly decidedBy: DecidedBy } {
  const open = rules.some(({ statistical }) => statistical === 'inconclusive')
  const decidedBy = open && settle !== 'fail' ? settle : 'bounds'
  if (rules.some(({ verdict }) => verdict === 'fail')) return { verdict: 'fail', decidedBy }
  return { verdict: rules.some(({ verdict }) => verdict === 'inconclusive') ? 'inconclusive' : 'pass', decidedBy }
}

/** What the bounds say. Where others may refute the rule too, it takes more to do so. */
export function verdictOf(gate: Gate, measured: Measured): Verdict {
  const { metric, bound, intent } = gate
  const { bounds, refuting = bounds } = measured
  if (intent === 'not-suspicious') return isTooGood(gate, measured) ? 'fail' : 'pass'
  if (bounds === undefined || refuting === undefined) return 'inconclusive'
  const [worst, best] = metric.better === 'higher' ? [bounds.low, refuting.high] : [-bounds.high, -refuting.low]
  const limit = metric.better === 'higher' ? bound : -bound
  if (worst >= limit) return 'pass'
  return best < limit ? 'fail' : 'inconclusive'
}

/** With `fail`, the rule stays inconclusive, and an inconclusive evaluation is not deployed. */
export function settled(gate: Gate, { value }: Measured, statistical: Verdict, settle: Inconclusive): Verdict {
  if (statistical !== 'inconclusive' || settle === 'fail') return statistical
  if (settle === 'pass') return 'pass'
  return better(gate, value, gate.bound) ? 'pass' : 'fail'
}

/** Even the bound on the unfavourable side is beyond what is believed; without bounds, the value itself. */
function isTooGood(gate: Gate, measured: Measured): boolean {
  const least = bound95(gate, measured) ?? measured.value
  return gate.metric.better === 'higher' ? least > gate.bound : least < gate.bound
}

function better({ metric }: Gate, value: number, bound: number): boolean {
  return metric.better === 'higher' ? value >= bound : value <= bound
}

export function reasonOf(gate: Gate, measured: Measured, statistical: Verdict, rows: number): string {
  const deciding = bound95(gate, measured)
  if (gate.intent === 'not-suspicious') return suspicionReason(gate, deciding ?? measured.value, statistical)
  if (deciding === undefined)
    return `Inconclusive: ${gate.metric.estimateOnly ?? measured.unsure ?? 'these rows say nothing about rows not yet seen'}.`
  const held = gate.against ? `the allowed difference ${round(gate.bound)}` : round(gate.bound)
  const side = gate.metric.better === 'higher' ? 'above' : 'below'
  if (statistical === 'pass') return `The one-sided 95 % bound, ${round(deciding)}, is ${side} ${held}.`
  if (statistical === 'fail') return `Even the favourable 95 % bound is not ${side} ${held}.`
  return `Inconclusive: with these ${grouped(rows)} rows ${gate.against ? `a difference of ${round(deciding)}` : `a value of ${round(deciding)}`} cannot be excluded. ${moreRows(gate, measured, rows)} To deploy on the estimate alone: evaluate.inconclusive: estimate`
}

function suspicionReason({ metric, bound }: Gate, deciding: number, statistical: Verdict): string {
  const side = metric.better === 'higher' ? 'above' : 'below'
  if (statistical === 'pass') return `The one-sided 95 % bound, ${round(deciding)}, is not ${side} ${round(bound)}.`
  return `Too good to be true: even the unfavourable 95 % bound, ${round(deciding)}, is ${side} ${round(bound)}. Look for the target among the features, and for test rows among the training rows.`
}

/** The bound on the unfavourable side. */
function bound95({ metric }: Gate, { bounds }: Measured): number | undefined {
  return metric.better === 'higher' ? bounds?.low : bounds?.high
}

/** An interval's width falls with the root of the rows; the estimate is taken to stay where it is. */
function moreRows(gate: Gate, measured: Measured, rows: number): string {
  const deciding = bound95(gate, measured) ?? measured.value
  const gap = Math.abs(measured.value - gate.bound)
  const width = Math.abs(measured.value - deciding)
  const needed = rows * (width / gap) ** 2 - rows
  if (!better(gate, measured.value, gate.bound)) return 'The estimate itself is on the wrong side.'
  if (!Number.isFinite(needed) || needed > 1e9)
    return 'The estimate lies on the bound, so that no number of rows would decide it.'
  return `About ${grouped(twoDigits(Math.max(1, needed)))} more labelled rows would decide it.`
}

function twoDigits(value: number): number {
  return Number(Math.ceil(value).toPrecision(2))
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)))
}
