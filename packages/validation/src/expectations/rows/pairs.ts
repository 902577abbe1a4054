import { join, literal, type Sql, sql } from '@trainyard/dataset'
import { type Check, type Fault, fault } from '../../kinds/check.ts'
import { expectation } from '../../kinds/expectation.ts'
import { choice, flag, mostly, optional, type Scalar, scalarPairs, text } from '../../kinds/kwargs.ts'
import { multicolumnCheck, pairIgnore } from '../../kinds/multicolumn.ts'
import { comparable } from '../../kinds/sql/compare.ts'
import { comparableConstants } from '../../kinds/sql/constants.ts'
import { type ColumnFacts, findColumns, isFault, type TableFacts } from '../../kinds/table.ts'

const pairKwargs = {
  column_A: text,
  column_B: text,
  mostly,
  ignore_row_if: choice(['both_values_are_missing', 'either_value_is_missing', 'neither', 'never']),
}

interface Pair {
  readonly column_A: string
  readonly column_B: string
  readonly mostly: number
  readonly ignore_row_if: keyof typeof pairIgnore
}

/** In each row A is greater than B, or equal with `or_equal`. Great Expectations: expect_column_pair_values_a_to_be_greater_than_b. */
export const pairGreater = expectation({
  type: 'expect_column_pair_values_a_to_be_greater_than_b',
  kwargs: { ...pairKwargs, or_equal: flag },
  compile: (kwargs, table) =>
    pairCheck(kwargs, table, (a, b) => {
      const compared = comparable(a, b)
      if (!compared) return fault(`'${a.name}' (${a.type}) and '${b.name}' (${b.type}) have no common order`)
      return kwargs.or_equal ? sql`(${compared[0]} >= ${compared[1]})` : sql`(${compared[0]} > ${compared[1]})`
    }),
})

/** In each row A equals B. Great Expectations: expect_column_pair_values_to_be_equal. */
export const pairEqual = expectation({
  type: 'expect_column_pair_values_to_be_equal',
  kwargs: pairKwargs,
  compile: (kwargs, table) =>
    pairCheck(kwargs, table, (a, b) => {
      const compared = comparable(a, b)
      if (compared) return sql`(${compared[0]} = ${compared[1]})`
      return sql`(CAST(${a.sql} AS VARCHAR) = CAST(${b.sql} AS VARCHAR))`
    }),
})

/**
 * In each row A and B are one of `value_pairs_set`, where null stands for a missing value; vacuously so without it.
 * Great Expectations: expect_column_pair_values_to_be_in_set.
 */
export const pairInSet = expectation({
  type: 'expect_column_pair_values_to_be_in_set',
  kwargs: { ...pairKwargs, value_pairs_set: optional(scalarPairs) },
  compile: (kwargs, table) =>
    pairCheck(kwargs, table, (a, b) => {
      const pairs = kwargs.value_pairs_set?.flatMap(([left, right]) => {
        const [first, second] = [pairValue(a, left), pairValue(b, right)]
        return first && second ? [sql`row(${first}, ${second})`] : []
      })
      if (!pairs) return sql`TRUE`
      return pairs.length === 0 ? sql`FALSE` : sql`(row(${a.sql}, ${b.sql}) IN (${join(pairs)}))`
    }),
})

function pairValue(column: ColumnFacts, value: Scalar | null): Sql | undefined {
  return value === null ? literal(null) : comparableConstants(column, [value])[0]
}

function pairCheck(
  { column_A, column_B, mostly, ignore_row_if }: Pair,
  table: TableFacts,
  expected: (a: ColumnFacts, b: ColumnFacts) => Sql | Fault,
): Check | Fault {
  const columns = findColumns(table, [column_A, column_B])
  if (isFault(columns)) return columns
  const [a, b] = columns
  if (!a || !b) return fault('a pair needs two columns')
  const condition = expected(a, b)
  if (isFault(condition)) return condition
  return multicolumnCheck({
    columns,
    mostly,
    ignore: pairIgnore[ignore_row_if],
    shape: 'pair',
    unexpected: () => sql`${condition} IS NOT TRUE`,
  })
}
