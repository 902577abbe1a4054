import { expectation } from '../../kinds/expectation.ts'
import { findColumn, isFault } from '../../kinds/table.ts'
import { binnedDivergence, ownBins } from './divergence/bins.ts'
import { categoryDivergence } from './divergence/categories.ts'
import { partitionKwargs, placedHoldouts } from './divergence/partition.ts'

/**
 * The Kullback–Leibler divergence of the column from a partition, in nats, is at most `threshold`; always so without one.
 * Without a partition the column's own is observed, and the divergence is 0. Weights may be held out for values that the
 * partition does not have: `tail_weight_holdout` for new categories, or for what lies below and above the bins;
 * `internal_weight_holdout` for bins of weight 0. An infinite divergence is observed as null, and fails.
 * Great Expectations: expect_column_kl_divergence_to_be_less_than.
 */
export const klDivergenceLess = expectation({
  type: 'expect_column_kl_divergence_to_be_less_than',
  kwargs: partitionKwargs,
  agree: placedHoldouts,
  compile: (kwargs, table) => {
    const column = findColumn(table, kwargs.column)
    if (isFault(column)) return column
    const {
      partition_object: expected,
      threshold,
      tail_weight_holdout: tail,
      internal_weight_holdout: internal,
    } = kwargs
    const asked = { column, table, threshold, tail, internal }
    if (expected && 'bins' in expected) return binnedDivergence(expected, asked)
    return !expected && kwargs.bucketize_data ? ownBins(asked) : categoryDivergence(expected, asked)
  },
})
