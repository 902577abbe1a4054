import { join, type Sql, sql } from '@trainyard/dataset'
import type { Step } from '../../kinds/check.ts'
import { valueCheck } from '../../kinds/columnMap.ts'
import { expectation } from '../../kinds/expectation.ts'
import { choice, mostly, text } from '../../kinds/kwargs.ts'
import { given, pattern, patterns } from '../../kinds/pattern.ts'
import { textOf } from '../../kinds/sql/text.ts'
import { findColumn, isFault, type TableFacts } from '../../kinds/table.ts'
import type { Translated } from '../../regex/translate.ts'

const common = { column: text, mostly }

/** The regular expression, of Python's, is found in each non-null value. Great Expectations: expect_column_values_to_match_regex. */
export const valuesMatchRegex = expectation({
  type: 'expect_column_values_to_match_regex',
  kwargs: { ...common, regex: pattern },
  patterns: ({ regex }) => given(regex),
  compile: ({ regex, ...kwargs }, table) => compile({ ...kwargs, list: [regex], wanted: 'any' }, table),
})

/** The regular expression, of Python's, is found in no value. Great Expectations: expect_column_values_to_not_match_regex. */
export const valuesNotMatchRegex = expectation({
  type: 'expect_column_values_to_not_match_regex',
  kwargs: { ...common, regex: pattern },
  patterns: ({ regex }) => given(regex),
  compile: ({ regex, ...kwargs }, table) => compile({ ...kwargs, list: [regex], wanted: 'none' }, table),
})

/** Any, or with `match_on: all` all, of some regular expressions are found in each non-null value. Great Expectations: expect_column_values_to_match_regex_list. */
export const valuesMatchRegexList = expectation({
  type: 'expect_column_values_to_match_regex_list',
  kwargs: { ...common, regex_list: patterns, match_on: choice(['any', 'all']) },
  patterns: ({ regex_list }) => regex_list.flatMap(given),
  compile: ({ regex_list, match_on, ...kwargs }, table) =>
    compile({ ...kwargs, list: regex_list, wanted: match_on }, table),
})

/** None of some regular expressions is found in any value. Great Expectations: expect_column_values_to_not_match_regex_list. */
export const valuesNotMatchRegexList = expectation({
  type: 'expect_column_values_to_not_match_regex_list',
  kwargs: { ...common, regex_list: patterns },
  patterns: ({ regex_list }) => regex_list.flatMap(given),
  compile: ({ regex_list, ...kwargs }, table) => compile({ ...kwargs, list: regex_list, wanted: 'none' }, table),
})

interface Asked {
  readonly column: string
  readonly mostly: number
  readonly list: readonly Translated[]
  readonly wanted: 'any' | 'all' | 'none'
}

/** In RE2 where it says the same, in RE2 for text of ASCII where it does so there, and else by JavaScript. */
function compile({ column: name, mostly: share, list, wanted }: Asked, table: TableFacts): Step {
  const column = findColumn(table, name)
  if (isFault(column)) return column
  const value = textOf(column)
  const check = (condition: Sql) => valueCheck({ column, share, condition })
  const everywhere = unexpected(
    value,
    list.map(({ re2 }) => re2),
    wanted,
    table,
  )
  if (everywhere) return check(everywhere)
  const ascii = unexpected(
    value,
    list.map(({ ascii }) => ascii),
    wanted,
    table,
  )
  const isAscii = sql`(strlen(${value}) = length(${value}))`
  return {
    kind: 'examination',
    value: ascii ? sql`(CASE WHEN NOT ${isAscii} THEN ${value} END)` : value,
    test: { kind: 'regex', sources: list.map(({ javascript }) => javascript), wanted },
    next: (refused) => check(ascii ? sql`(CASE WHEN ${isAscii} THEN ${ascii} ELSE ${refused} END)` : refused),
  }
}

/** The condition of an unexpected value, where RE2 takes all of the patterns. */
function unexpected(
  value: Sql,
  list: readonly (string | undefined)[],
  wanted: Asked['wanted'],
  { refusedPatterns }: TableFacts,
): Sql | undefined {
  const said = list.filter((entry) => entry !== undefined && !refusedPatterns.has(entry))
  if (said.length < list.length) return undefined
  const found = said.map((entry) => sql`regexp_matches(${value}, ${entry ?? null})`)
  const anyOrAll = sql`(${join(found, wanted === 'all' ? ' AND ' : ' OR ')})`
  return wanted === 'none' ? anyOrAll : sql`NOT ${anyOrAll}`
}
