import type { DecidedBy, RuleResult, Verdict } from '@trainyard/evidence'
import type { Measured } from '@trainyard/metrics'
import { isRunRival, type Rival } from '../rules/bound.ts'
import type { Gate } from '../rules/gate.ts'
import { isReached, reasonOf } from './reasons.ts'

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
  if (isRunRival(against)) return 'run'
  return against === 'last-value' ? 'baseline' : against
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
  return isReached(gate, value) ? 'pass' : 'fail'
}

/** Even the bound on the unfavourable side is beyond what is believed; without bounds, the value itself. */
function isTooGood(gate: Gate, measured: Measured): boolean {
  const least = bound95(gate, measured) ?? measured.value
  return gate.metric.better === 'higher' ? least > gate.bound : least < gate.bound
}

/** The bound on the unfavourable side. */
function bound95({ metric }: Gate, { bounds }: Measured): number | undefined {
  return metric.better === 'higher' ? bounds?.low : bounds?.high
}
