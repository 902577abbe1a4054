import type { RuleResult, Verdict } from '@trainyard/evidence'
import type { Measured } from '@trainyard/metrics'
import type { Problem } from '@trainyard/ports'
import type { Inconclusive } from '../verdict/judge.ts'
import { latencyQuantile, latencyRatio } from './latency.ts'
import { type CostFacts, type CostName, type CostRule, type Costs, shareOf, unitOf } from './types.ts'

/** What is lacking to decide a rule; undefined where nothing is. */
export function lackingCost(
  { text, cost, against }: CostRule,
  { candidate = {}, champion }: Partial<Costs> = {},
): Pick<Problem, 'message' | 'remedy'> | undefined {
  if (!has(candidate, cost)) return { message: `'${text}' cannot be decided: ${absent[unitOf[cost]]}`, remedy: sources }
  if (against === undefined || (champion && has(champion, cost))) return undefined
  return {
    message: `'${text}' needs a champion whose model can be run, and there is none`,
    remedy: 'Name where it comes from: evaluate.champion. Where there is none yet: evaluate.first-model: floors.',
  }
}

const absent = {
  ms: 'no model was run',
  bytes: 'no model was run',
  difference: 'run.json tells of no original that model.onnx was compared with',
} as const

const sources =
  'Give a model, not predictions alone. Parity is measured by train, where its command leaves a model that is converted.'

function has(facts: CostFacts, cost: CostName): boolean {
  const share = shareOf(cost)
  return share === undefined ? exactOf(facts, cost) !== undefined : facts.latencies !== undefined
}

function exactOf({ memory, size, parity }: CostFacts, cost: CostName): number | undefined {
  return cost === 'memory' ? memory : cost === 'size' ? size : parity
}

export interface CostQuestion {
  readonly costs: Costs
  readonly inconclusive: Inconclusive
  /** Seed of the bootstrap. */
  readonly seed: number
}

/** Holds a rule against what was measured. One-sided 95 % bounds decide of latencies; the rest is counted. */
export function judgeCost(rule: CostRule, { costs, inconclusive, seed }: CostQuestion): RuleResult {
  const { text, cost, bound, against } = rule
  const rival = against && costs.champion
  const own = measured(costs.candidate, cost)
  const compared = rival ? ratio(costs.candidate, rival, cost, seed) : own
  const busy = busyShare(rule, costs)
  const told = verdictOf(compared, bound, shareOf(cost) !== undefined)
  const statistical = busy !== undefined && (rival || told === 'fail') ? 'inconclusive' : told
  return {
    text,
    metric: cost,
    intent: 'ceiling',
    unit: unitOf[cost],
    bound,
    estimate: own.value,
    ...(rival && { champion: measured(rival, cost).value, ratio: compared.value }),
    ...(compared.interval && { interval: compared.interval }),
    ...(compared.bounds && { bounds: compared.bounds }),
    statistical,
    verdict: settled(statistical, compared.value <= bound, inconclusive),
    reason: reasonOf(rule, compared, statistical, busy),
  }
}

/**
 * A server that waits more than this share of its time for a processor is measured together with whatever else runs: requests take
 * the longer, and all of them alike, so that a slower model hides. A machine to itself shows a few per cent.
 */
const mostWaited = 0.25

/** The share that was waited where it is too large for a latency to be told. */
function busyShare({ cost, against }: CostRule, { candidate, champion }: Costs): number | undefined {
  const share = Math.max(candidate.waited ?? 0, against ? (champion?.waited ?? 0) : 0)
  return shareOf(cost) !== undefined && share > mostWaited ? share : undefined
}

function measured(facts: CostFacts, cost: CostName): Measured {
  const share = shareOf(cost)
  if (share === undefined) return { value: exactOf(facts, cost) ?? Number.NaN }
  return latencyQuantile(facts.latencies ?? new Float64Array(), share)
}

function ratio(candidate: CostFacts, champion: CostFacts, cost: CostName, seed: number): Measured {
  const share = shareOf(cost)
  if (share === undefined) return { value: measured(candidate, cost).value / measured(champion, cost).value }
  return latencyRatio(candidate.latencies ?? new Float64Array(), champion.latencies ?? new Float64Array(), share, seed)
}

/** A count needs no bounds; without them, a latency is not known well enough. */
function verdictOf({ value, bounds }: Measured, bound: number, sampled: boolean): Verdict {
  if (!sampled) return value <= bound ? 'pass' : 'fail'
  if (bounds === undefined) return 'inconclusive'
  if (bounds.high <= bound) return 'pass'
  return bounds.low > bound ? 'fail' : 'inconclusive'
}

function settled(statistical: Verdict, good: boolean, settle: Inconclusive): Verdict {
  if (statistical !== 'inconclusive' || settle === 'fail') return statistical
  return settle === 'pass' || good ? 'pass' : 'fail'
}

function reasonOf(
  { cost, bound, against }: CostRule,
  { value, bounds }: Measured,
  statistical: Verdict,
  busy: number | undefined,
): string {
  const shown = (number: number) => (against ? `${round(number)} times the champion's` : withUnit(number, cost))
  if (shareOf(cost) === undefined)
    return `${shown(value)}, ${statistical === 'pass' ? 'at most' : 'more than'} ${shown(bound)}.`
  if (bounds === undefined) return `Inconclusive: too few requests for ${cost}. More: evaluate.load.requests.`
  if (statistical === 'inconclusive' && busy !== undefined)
    return `Inconclusive: ${Math.round(100 * busy)} % of the time the server waited for a processor that something else had. Judge on a machine with less to do.`
  if (statistical === 'pass') return `The one-sided 95 % bound, ${shown(bounds.high)}, is at most ${shown(bound)}.`
  if (statistical === 'fail') return `Even the favourable 95 % bound, ${shown(bounds.low)}, is above ${shown(bound)}.`
  return `Inconclusive: with these requests ${shown(bounds.high)} cannot be excluded. More of them: evaluate.load.requests.`
}

function withUnit(value: number, cost: CostName): string {
  const unit = unitOf[cost]
  if (unit === 'ms') return `${round(value)} ms`
  return unit === 'bytes' ? `${round(value / 1e6)} MB` : round(value)
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)))
}
