import type { RuleResult } from '@trainyard/evidence'
import { formatBytes, formatInterval, formatNumber, formatSigned, rivalOf } from './format.ts'

/** The numbers of a rule as people read them: in its unit, and what it compares with as a difference or as a multiple. */
export interface ShownRule {
  readonly estimate: string
  /** `champion 0.921`; empty where the rule compares with nothing. */
  readonly rival: string
  /** `-0.007`, `× 1.03`; empty likewise. */
  readonly apart: string
  /** The two-sided 95 % interval, of what is compared; empty where there is none. */
  readonly range: string
}

type Numbers = Pick<
  RuleResult,
  'unit' | 'estimate' | 'champion' | 'baseline' | 'unchanged' | 'run' | 'difference' | 'ratio' | 'interval'
>

export function shownRule(rule: Numbers): ShownRule {
  const { unit, estimate, difference, ratio, interval } = rule
  const rival = rivalOf(rule)
  const pure = ratio !== undefined || unit !== 'ms'
  return {
    estimate: withUnit(estimate, unit),
    rival: rival === undefined ? '' : `${rival.name} ${withUnit(rival.value, unit)}`,
    apart:
      ratio === undefined ? (difference === undefined ? '' : formatSigned(difference)) : `× ${formatNumber(ratio)}`,
    range: interval === undefined ? '' : `${shownInterval(interval, difference)}${pure ? '' : ' ms'}`,
  }
}

/** Limits of a difference have signs, as it has itself. */
function shownInterval(interval: NonNullable<Numbers['interval']>, difference: number | undefined): string {
  return difference === undefined
    ? formatInterval(interval)
    : `[${formatSigned(interval.low)}, ${formatSigned(interval.high)}]`
}

function withUnit(value: number, unit: RuleResult['unit']): string {
  if (unit === 'ms') return `${formatNumber(value)} ms`
  return unit === 'bytes' ? formatBytes(value) : formatNumber(value)
}
