import { type Fault, fault } from './check.ts'
import { findColumn, isFault, type TableFacts } from './table.ts'

const dated = 'parse_strings_as_datetimes'
const shown = 'output_strftime_format'
const mixed = 'allow_cross_type_comparisons'

/** Arguments of Great Expectations 0.x that 1.x has no more. */
const old: Readonly<Record<string, readonly string[]>> = {
  expect_column_distinct_values_to_be_in_set: [dated],
  expect_column_distinct_values_to_contain_set: [dated],
  expect_column_distinct_values_to_equal_set: [dated],
  expect_column_max_to_be_between: [dated, shown],
  expect_column_min_to_be_between: [dated, shown],
  expect_column_pair_values_a_to_be_greater_than_b: [dated, mixed],
  expect_column_values_to_be_between: [dated, shown, mixed],
  expect_column_values_to_be_decreasing: [dated],
  expect_column_values_to_be_in_set: [dated],
  expect_column_values_to_be_increasing: [dated],
  expect_column_values_to_not_be_in_set: [dated],
}

/** Arguments that every expectation of 0.x took, and that say nothing about the data. */
const everywhere = ['include_config', 'auto', 'profiler_config']

/** Names that 0.x had for expectations. */
const renamed: Readonly<Record<string, string>> = {
  expect_column_pair_values_A_to_be_greater_than_B: 'expect_column_pair_values_a_to_be_greater_than_b',
}

/** The old arguments that an expectation takes. */
export function oldKwargs(type: string): readonly string[] {
  return [...(old[type] ?? []), ...everywhere]
}

/** The name that an expectation has today. */
export function presentName(type: string): string {
  return Object.hasOwn(renamed, type) ? (renamed[type] ?? type) : type
}

/** Dates are found by the type of their column: one that is still text cannot be read as dates. */
export function textAsDates(kwargs: Readonly<Record<string, unknown>>, table: TableFacts): Fault | undefined {
  if (kwargs[dated] !== true) return undefined
  for (const key of ['column', 'column_A', 'column_B']) {
    const column = findColumn(table, String(kwargs[key]))
    if (isFault(column) || column.empty || column.type !== 'string') continue
    return fault(`column '${column.name}' holds text that is not ISO 8601; write its dates so, or pin its type`)
  }
  return undefined
}
