import { clopperPearson, type Interval, wilson } from '@trainyard/statistics'

/** Below this many rows Wilson's interval covers less than it says for some shares. */
const fewRows = 10

/** How the interval of a share is made. */
export type ShareLimits = (successes: number, n: number, level: number) => Interval

/** Interval for a share of rows: Wilson (1927); of fewer than ten rows Clopper and Pearson (1934), which is exact. */
export const shareLimits: ShareLimits = (successes, n, level) =>
  n < fewRows ? ofFew(successes, n, level) : wilson(successes, n, level)

/** The same for a share that is part of a mean: always Wilson, as a mean of exact limits would cover too much. */
export const partLimits: ShareLimits = (successes, n, level) =>
  n === 0 ? ofFew(successes, n, level) : wilson(successes, n, level)

function ofFew(successes: number, n: number, level: number): Interval {
  return n === 0 ? { low: 0, high: 1, level, method: 'clopper-pearson' } : clopperPearson(successes, n, level)
}
