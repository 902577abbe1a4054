import { tQuantile } from '@trainyard/statistics'
import { count, mostly, withDefault } from '../../kinds/kwargs.ts'
import { rowCount } from '../../kinds/tableFact.ts'

/** Earlier runs without which nothing is known of how the number varies. */
const LEAST_RUNS = 3

/**
 * The number of rows lies where `1 − chance` of the next runs' would, judged by those of earlier runs: a prediction interval of
 * its logarithm by Student's t, which scatters by counting at least (Poisson). With fewer than three runs there is nothing to
 * judge by, and it holds. Trainyard's own.
 */
export const rowCountNearHistory = rowCount({
  type: 'expect_table_row_count_to_be_near_history',
  kwargs: { chance: withDefault(mostly, 0.01), runs: withDefault(count, 30) },
  agree: ({ chance }) =>
    chance > 0 && chance < 1 ? undefined : { kwarg: 'chance', message: 'must lie between 0 and 1, without both' },
  judge: (rows, { chance, runs }, { history }) => {
    const earlier = history.slice(-runs).filter((count) => count > 0)
    if (earlier.length < LEAST_RUNS)
      return { success: true, observed: rows, details: { runs: earlier.length, needed: LEAST_RUNS } }
    const { low, high } = nextCount(earlier, chance)
    return { success: rows >= low && rows <= high, observed: rows, details: { runs: earlier.length, low, high } }
  },
})

/** Where the next number lies, except with probability `chance`, if its logarithm is normal. */
export function nextCount(earlier: readonly number[], chance: number): { readonly low: number; readonly high: number } {
  const logs = earlier.map(Math.log)
  const n = logs.length
  const mean = logs.reduce((sum, log) => sum + log, 0) / n
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (n - 1)
  const half = tQuantile(1 - chance / 2, n - 1) * Math.sqrt(Math.max(variance, Math.exp(-mean)) * (1 + 1 / n))
  return { low: Math.ceil(Math.exp(mean - half)), high: Math.floor(Math.exp(mean + half)) }
}
