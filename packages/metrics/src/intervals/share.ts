import { clopperPearson, type Interval, wilson } from '@trainyard/statistics'

/**
 * With fewer rows of either kind Wilson's interval holds some shares in as little as 92 of 100. With Clopper and Pearson's
 * there, any share of 30 rows or more is held in 93.4 at least, and of fewer rows in 95: computed exactly, all counts summed.
 */
const few = 15

/** How the interval of a share is made. */
export type ShareLimits = (successes: number, n: number, level: number) => Interval

/** Interval for a share of rows: Wilson (1927); with few rows of either kind Clopper and Pearson (1934), which is exact. */
export const shareLimits: ShareLimits = (successes, n, level) =>
  Math.min(successes, n - successes) < few ? ofFew(successes, n, level) : wilson(successes, n, level)

/** The same for a share that is part of a mean: always Wilson, as a mean of exact limits would cover too much. */
export const partLimits: ShareLimits = (successes, n, level) =>
  n === 0 ? ofFew(successes, n, level) : wilson(successes, n, level)

function ofFew(successes: number, n: number, level: number): Interval {
  return n === 0 ? { low: 0, high: 1, level, method: 'clopper-pearson' } : clopperPearson(successes, n, level)
}
