import type { Verdict } from '@trainyard/evidence'
import type { Measured } from '@trainyard/metrics'
import { grouped } from '@trainyard/ports'
import { isRunRival, type Rival } from '../rules/bound.ts'
import type { Gate } from '../rules/gate.ts'

/** Why a rule was judged so, for people: how far the rows let the value reach, what is asked, and the way on. */
export function reasonOf(gate: Gate, measured: Measured, statistical: Verdict, rows: number): string {
  const { metric, intent } = gate
  const reach = reachOf(gate, measured)
  if (intent === 'not-suspicious') return suspicionReason(gate, reach?.worst ?? measured.value, statistical)
  if (reach === undefined)
    return `Inconclusive: ${metric.estimateOnly ?? measured.unsure ?? 'these rows say nothing about rows not yet seen'}.`
  const { worst, best } = reach
  if (statistical === 'pass') return `With 95 % confidence ${surely(gate, worst)}; ${askedBy(gate)}.`
  if (statistical === 'fail') return `Even at best ${atBest(gate, best)} (${confidence(measured)}); ${askedBy(gate)}.`
  return `Inconclusive: ${doubt(gate, measured, reach, rows)} ${moreRows(gate, measured, reach, rows)}`
}

/** How bad and how good the value may be: the bounds that decide. */
interface Reach {
  readonly worst: number
  readonly best: number
}

function reachOf({ metric }: Gate, { bounds, refuting = bounds }: Measured): Reach | undefined {
  if (bounds === undefined || refuting === undefined) return undefined
  return metric.better === 'higher'
    ? { worst: bounds.low, best: refuting.high }
    : { worst: bounds.high, best: refuting.low }
}

function confidence({ family = 1 }: Measured): string {
  return family > 1 ? `95 % confidence over all ${grouped(family)} comparisons` : '95 % confidence'
}

function askedBy(gate: Gate): string {
  const margin = goodness(gate, gate.bound)
  if (gate.against === undefined) return `the rule asks for ${side(gate)} ${round(gate.bound)}`
  if (margin === 0) return 'the rule asks for no worse'
  return margin > 0 ? `the rule asks for ${round(margin)} better` : `${round(-margin)} worse is allowed`
}

function surely(gate: Gate, worst: number): string {
  if (gate.against === undefined) return `${side(gate)} ${round(worst)}`
  return `${goodness(gate, worst) < 0 ? 'at most' : 'at least'} ${versus(gate, worst)}`
}

function atBest(gate: Gate, best: number): string {
  return gate.against === undefined ? round(best) : versus(gate, best)
}

/** `0.02 worse than the champion` */
function versus(gate: Gate, difference: number): string {
  const good = goodness(gate, difference)
  return `${round(Math.abs(good))} ${good < 0 ? 'worse' : 'better'} than ${rivalWords(gate.against ?? 'champion')}`
}

function rivalWords(rival: Rival): string {
  return isRunRival(rival) ? `run ${rival.slice('run:'.length)}` : rivals[rival]
}

const rivals = {
  champion: 'the champion',
  baseline: 'the baseline',
  'last-value': 'the last value',
  unchanged: 'the same rows unchanged',
} as const

/** What speaks against deciding: the end of the bounds on the other side of what is asked than the estimate. */
function doubt(gate: Gate, { value }: Measured, { worst, best }: Reach, rows: number): string {
  const these = `with these ${grouped(rows)} rows`
  if (isReached(gate, value)) return `${these} ${possible(gate, worst, 'worst')} cannot be excluded; ${askedBy(gate)}.`
  return `the estimate is not what is asked, but ${these} ${possible(gate, best, 'best')} cannot be excluded; ${askedBy(gate)}.`
}

function possible(gate: Gate, value: number, end: keyof Reach): string {
  if (gate.against === undefined) return `a value of ${round(value)}`
  const good = goodness(gate, value)
  const [loss, gain] = gate.metric.better === 'higher' ? ['loss', 'gain'] : ['rise', 'fall']
  const size = (end === 'worst') === good < 0 ? 'up to' : 'only'
  return `a ${good < 0 ? loss : gain} of ${size} ${round(Math.abs(good))}`
}

/** An interval's width falls with the root of the rows; the estimate is taken to stay where it is. */
function moreRows(gate: Gate, { value }: Measured, { worst, best }: Reach, rows: number): string {
  const width = Math.abs(value - (isReached(gate, value) ? worst : best))
  const needed = rows * (width / Math.abs(value - gate.bound)) ** 2 - rows
  if (!Number.isFinite(needed) || needed > 1e9)
    return 'The estimate lies on the bound, so that no number of rows would decide it.'
  return `About ${grouped(twoDigits(Math.max(1, needed)))} more labelled rows would decide it.`
}

function suspicionReason(gate: Gate, worst: number, statistical: Verdict): string {
  const beyond = gate.metric.better === 'higher' ? 'above' : 'below'
  const found = `with 95 % confidence ${surely(gate, worst)}`
  const limit = gate.against === undefined ? `${beyond} ${round(gate.bound)}` : versus(gate, gate.bound)
  if (statistical === 'pass') return `Not too good to be true: ${found}; suspicious is ${limit}.`
  return `Too good to be true: ${found}; suspicious is ${limit}. Look for the target among the features, and for test rows among the training rows.`
}

/** Whether the estimate is what the rule asks for. */
export function isReached({ metric, bound }: Gate, value: number): boolean {
  return metric.better === 'higher' ? value >= bound : value <= bound
}

/** A difference the greater the better. */
function goodness({ metric }: Gate, difference: number): number {
  return metric.better === 'higher' ? difference : 0 - difference
}

function side({ metric }: Gate): string {
  return metric.better === 'higher' ? 'at least' : 'at most'
}

function twoDigits(value: number): number {
  return Number(Math.ceil(value).toPrecision(2))
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)))
}
