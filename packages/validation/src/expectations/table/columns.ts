import { count, flag, optional, text, texts, withDefault } from '../../kinds/kwargs.ts'
import { countRangeKwargs, isWithin, orderedRange } from '../../kinds/range.ts'
import type { TableFacts } from '../../kinds/table.ts'
import { tableFact } from '../../kinds/tableFact.ts'

/** The table has the column, at `column_index` (from 0) where given. Great Expectations: expect_column_to_exist. */
export const columnExists = tableFact({
  type: 'expect_column_to_exist',
  kwargs: { column: text, column_index: optional(count) },
  judge: (table, { column, column_index }) => {
    const index = namesOf(table).indexOf(column)
    return { success: index >= 0 && (column_index === undefined || column_index === index) }
  },
})

/** Great Expectations: expect_table_column_count_to_equal. */
export const tableColumnCountEqual = tableFact({
  type: 'expect_table_column_count_to_equal',
  kwargs: { value: count },
  judge: ({ columns }, { value }) => ({ success: columns.length === value, observed: columns.length }),
})

/** Great Expectations: expect_table_column_count_to_be_between. */
export const tableColumnCountBetween = tableFact({
  type: 'expect_table_column_count_to_be_between',
  kwargs: countRangeKwargs,
  agree: orderedRange,
  judge: ({ columns }, range) => ({
    success: isWithin('integer', columns.length, range) === true,
    observed: columns.length,
  }),
})

/** The columns are these, in this order. Great Expectations: expect_table_columns_to_match_ordered_list. */
export const tableColumnsMatchOrderedList = tableFact({
  type: 'expect_table_columns_to_match_ordered_list',
  kwargs: { column_list: optional(texts) },
  judge: (table, { column_list }) => {
    const observed = namesOf(table)
    if (!column_list) return { success: true, observed }
    const mismatched = compareOrdered(column_list, observed)
    if (mismatched.length === 0) return { success: true, observed }
    return { success: false, observed, details: { mismatched } }
  },
})

/** The columns are these, in any order; without `exact_match` there may be more. Great Expectations: expect_table_columns_to_match_set. */
export const tableColumnsMatchSet = tableFact({
  type: 'expect_table_columns_to_match_set',
  kwargs: { column_set: optional(texts), exact_match: withDefault(flag, true) },
  judge: (table, { column_set, exact_match }) => {
    const observed = [...namesOf(table)].sort()
    const wanted = new Set(column_set ?? [])
    const missing = [...wanted].filter((name) => !observed.includes(name)).sort()
    const unexpected = observed.filter((name) => !wanted.has(name))
    const success = missing.length === 0 && (!exact_match || unexpected.length === 0)
    const mismatched = { ...(unexpected.length && { unexpected }), ...(missing.length && { missing }) }
    return { success, observed, details: { mismatched } }
  },
})

function compareOrdered(wanted: readonly string[], observed: readonly string[]): readonly object[] {
  const places = Array.from({ length: Math.max(wanted.length, observed.length) }, (_, index) => ({
    'Expected Column Position': index,
    Expected: wanted[index] ?? null,
    Found: observed[index] ?? null,
  }))
  return places.filter(({ Expected, Found }) => Expected !== Found)
}

function namesOf({ columns }: TableFacts): readonly string[] {
  return columns.map(({ name }) => name)
}
