import { chiSquareSurvival } from '@trainyard/statistics'
import type { ValueOutcome } from '../../kinds/check.ts'
import { expectation } from '../../kinds/expectation.ts'
import { probability, text, withDefault } from '../../kinds/kwargs.ts'
import { findColumn, isFault } from '../../kinds/table.ts'
import { categoryCheck, expectedWeights, type Observed, partitions } from './divergence/categories.ts'
import { type Categories, categories, holdout } from './divergence/partition.ts'

/**
 * Pearson's chi-square test does not tell the column's values from the weights of a partition: its p-value is greater than
 * `p`. Values that the partition does not have share the weight `tail_weight_holdout`; without it they make the p-value 0.
 * SciPy: scipy.stats.chisquare. Great Expectations: expect_column_chisquare_test_p_value_to_be_greater_than.
 */
export const chiSquareGreater = expectation({
  type: 'expect_column_chisquare_test_p_value_to_be_greater_than',
  kwargs: {
    column: text,
    partition_object: categories,
    p: withDefault(probability, 0.05),
    tail_weight_holdout: holdout,
  },
  compile: ({ column: name, partition_object: expected, p, tail_weight_holdout: tail }, table) => {
    const column = findColumn(table, name)
    if (isFault(column)) return column
    return categoryCheck(expected, { column, table }, (found) => judge(expected, found, tail, p))
  },
})

function judge(expected: Categories, found: Observed, tail: number, p: number): Omit<ValueOutcome, 'kind'> {
  const { known, each } = expectedWeights(expected, found, tail)
  const inside = found.known.map((times, index) => distance(times, (known[index] ?? 0) * found.all))
  const { count, total, squares } = found.strange
  const mean = each * found.all
  const strange = count === 0 ? 0 : squares / mean - 2 * total + count * mean
  const statistic = inside.reduce((sum, part) => sum + part, strange)
  const value = chiSquareSurvival(statistic, found.known.length + count - 1)
  return {
    success: value > p,
    observed: Number.isNaN(value) ? null : value,
    values: { details: partitions(expected, found, tail) },
  }
}

function distance(times: number, expected: number): number {
  return times === expected ? 0 : (times - expected) ** 2 / expected
}
