import { clopperPearson, type Interval, wilson } from '@trainyard/statistics'

/** Below this many rows Wilson's interval covers less than it says for some shares. */
const fewRows = 10

/** Interval for a share of rows: Wilson (1927); of fewer than ten rows Clopper and Pearson (1934), which is exact. */
export function shareLimits(successes: number, n: number, level: number): Interval {
  if (n === 0) return { low: 0, high: 1, level, method: 'clopper-pearson' }
  return n < fewRows ? clopperPearson(successes, n, level) : wilson(successes, n, level)
}
