import { join, type Sql, sql } from '@trainyard/dataset'
import {
  type Check,
  type Fault,
  type Measured,
  measuredCount,
  measuredList,
  type ValueOutcome,
} from '../../kinds/check.ts'
import { type Expectation, expectation } from '../../kinds/expectation.ts'
import { cells, type Kwarg, optional, type Scalar, scalars, text } from '../../kinds/kwargs.ts'
import { comparableConstants } from '../../kinds/sql/constants.ts'
import { countIf } from '../../kinds/sql/count.ts'
import { listedGroups, overGroups, shownGroups } from '../../kinds/sql/groups.ts'
import { type ColumnFacts, findColumn, isFault, type TableFacts } from '../../kinds/table.ts'

/** Every distinct non-null value is in `value_set`; vacuously so without it. Great Expectations: expect_column_distinct_values_to_be_in_set. */
export const distinctInSet = distinctValues('expect_column_distinct_values_to_be_in_set', optional(scalars), {
  unexpected: true,
})

/** Every value of `value_set` occurs; null never does. Great Expectations: expect_column_distinct_values_to_contain_set. */
export const distinctContainSet = distinctValues('expect_column_distinct_values_to_contain_set', cells, {
  missing: true,
})

/** The distinct non-null values are those of `value_set`, in which null has no counterpart. Great Expectations: expect_column_distinct_values_to_equal_set. */
export const distinctEqualSet = distinctValues('expect_column_distinct_values_to_equal_set', cells, {
  unexpected: true,
  missing: true,
})

type Cell = Scalar | null

/** What is refused: values that are not in the set, or values of the set that are not there. */
interface Refused {
  readonly unexpected?: boolean
  readonly missing?: boolean
}

function distinctValues(type: string, value_set: Kwarg<readonly Cell[] | undefined>, refused: Refused): Expectation {
  return expectation({
    type,
    kwargs: { column: text, value_set },
    compile: (kwargs, table) => compile(kwargs.column, kwargs.value_set, table, refused),
  })
}

function compile(
  name: string,
  wanted: readonly Cell[] | undefined,
  table: TableFacts,
  refused: Refused,
): Check | Fault {
  const column = findColumn(table, name)
  if (isFault(column)) return column
  const over = (measure: Sql) => overGroups(column, table, measure)
  const { known, never } = constantsOf(column, wanted ?? [])
  const constants = known.map(({ constant }) => constant)
  const strange =
    wanted && constants.length === 0 ? sql`TRUE` : wanted ? sql`value NOT IN (${join(constants)})` : sql`FALSE`
  return {
    kind: 'check',
    measures: {
      distinct: over(listedGroups(column, sql`TRUE`, shownGroups)),
      times: over(sql`arg_min(times, value, ${shownGroups})`),
      unexpected: over(countIf(strange)),
      unexpectedValues: over(listedGroups(column, strange, shownMissing)),
      missing: over(absent(constants)),
    },
    judge: (measured) => judge(measured, { known: known.map(({ value }) => value), never }, refused),
  }
}

/** Values of either list that a result names, at most: Great Expectations' own limit. */
const shownMissing = 20

/** Places of the constants that do not occur. */
function absent(constants: readonly Sql[]): Sql {
  if (constants.length === 0) return sql`[]`
  const all = sql`[${join(constants)}]`
  const found = sql`coalesce(list(value) FILTER (WHERE value IN (${join(constants)})), [])`
  return sql`list_filter(range(${constants.length}), lambda i: NOT list_contains(${found}, ${all}[i + 1]))`
}

/** The constants, each once, beside those that can be no value of the column. */
function constantsOf(column: ColumnFacts, values: readonly Cell[]) {
  const known = new Map<string, { readonly value: Scalar; readonly constant: Sql }>()
  for (const value of values.filter((value) => value !== null)) {
    for (const constant of comparableConstants(column, [value])) {
      if (!known.has(constant.text)) known.set(constant.text, { value, constant })
    }
  }
  const never = values.filter((value) => value === null || comparableConstants(column, [value]).length === 0)
  return { known: [...known.values()], never: once(never) }
}

/** Each constant once; true is 1, as in a set of Python's. */
function once(values: readonly Cell[]): readonly Cell[] {
  const seen = new Set<Cell>()
  return values.filter((value) => {
    const key = typeof value === 'boolean' ? Number(value) : value
    return !seen.has(key) && seen.add(key)
  })
}

/** Constants that can be values of the column, and those that cannot. */
interface Sorted {
  readonly known: readonly Scalar[]
  readonly never: readonly Cell[]
}

function judge(measured: Measured, { known, never }: Sorted, refused: Refused): ValueOutcome {
  const unexpected = measuredCount(measured, 'unexpected')
  const missing = [...measuredList(measured, 'missing').map((place) => known[Number(place)]), ...never]
  const distinct = measuredList(measured, 'distinct')
  const times = measuredList(measured, 'times')
  return {
    kind: 'value',
    success: (!refused.unexpected || unexpected === 0) && (!refused.missing || missing.length === 0),
    counts: {
      ...(refused.unexpected && { unexpected_count: unexpected }),
      ...(refused.missing && { missing_count: missing.length }),
    },
    values: {
      observed_value: distinct,
      ...(refused.unexpected && { partial_unexpected_list: measuredList(measured, 'unexpectedValues') }),
      ...(refused.missing && { partial_missing_list: missing.slice(0, shownMissing) }),
      details: { value_counts: distinct.map((value, index) => ({ value, count: Number(times[index] ?? 0) })) },
    },
  }
}
