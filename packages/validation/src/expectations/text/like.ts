import { join, literal, type Sql, sql } from '@trainyard/dataset'
import { columnMap } from '../../kinds/columnMap.ts'
import type { KwargProblem } from '../../kinds/expectation.ts'
import { choice, optional, text, texts } from '../../kinds/kwargs.ts'
import { textOf } from '../../kinds/sql/text.ts'

const escaping = { escape: optional(text) }

/** Each non-null value is like the SQL pattern: `%` is any text, `_` any character; case matters. Great Expectations: expect_column_values_to_match_like_pattern. */
export const valuesMatchLike = columnMap({
  type: 'expect_column_values_to_match_like_pattern',
  kwargs: { like_pattern: text, ...escaping },
  agree: ({ like_pattern, escape: mark }) => broken('like_pattern', [like_pattern], mark),
  unexpected: (column, { like_pattern, escape: mark }) => sql`NOT ${isLike(textOf(column), like_pattern, mark)}`,
})

/** No value is like the SQL pattern. Great Expectations: expect_column_values_to_not_match_like_pattern. */
export const valuesNotMatchLike = columnMap({
  type: 'expect_column_values_to_not_match_like_pattern',
  kwargs: { like_pattern: text, ...escaping },
  agree: ({ like_pattern, escape: mark }) => broken('like_pattern', [like_pattern], mark),
  unexpected: (column, { like_pattern, escape: mark }) => isLike(textOf(column), like_pattern, mark),
})

/** Each non-null value is like any, or with `match_on: all` like all, of some patterns. Great Expectations: expect_column_values_to_match_like_pattern_list. */
export const valuesMatchLikeList = columnMap({
  type: 'expect_column_values_to_match_like_pattern_list',
  kwargs: { like_pattern_list: texts, match_on: choice(['any', 'all']), ...escaping },
  agree: ({ like_pattern_list, escape: mark }) => broken('like_pattern_list', like_pattern_list, mark),
  unexpected: (column, { like_pattern_list, match_on, escape: mark }) => {
    const matches = like_pattern_list.map((pattern) => isLike(textOf(column), pattern, mark))
    return sql`NOT (${join(matches, match_on === 'all' ? ' AND ' : ' OR ')})`
  },
})

/** No value is like any of some patterns. Great Expectations: expect_column_values_to_not_match_like_pattern_list. */
export const valuesNotMatchLikeList = columnMap({
  type: 'expect_column_values_to_not_match_like_pattern_list',
  kwargs: { like_pattern_list: texts, ...escaping },
  agree: ({ like_pattern_list, escape: mark }) => broken('like_pattern_list', like_pattern_list, mark),
  unexpected: (column, { like_pattern_list, escape: mark }) =>
    sql`(${join(
      like_pattern_list.map((pattern) => isLike(textOf(column), pattern, mark)),
      ' OR ',
    )})`,
})

function isLike(value: Sql, pattern: string, mark: string | undefined): Sql {
  if (pattern.includes('\0')) return literal(false)
  return mark === undefined ? sql`(${value} LIKE ${pattern})` : sql`(${value} LIKE ${pattern} ESCAPE ${mark})`
}

function broken(kwarg: string, patterns: readonly string[], mark: string | undefined): KwargProblem | undefined {
  if (patterns.length === 0) return { kwarg, message: 'must hold at least one pattern' }
  if (mark === undefined) return undefined
  if ([...mark].length !== 1 || mark === '\0') return { kwarg: 'escape', message: 'must be one character' }
  const open = patterns.find((pattern) => endsEscaped(pattern, mark))
  return open === undefined ? undefined : { kwarg, message: `'${open}' ends in the escape character` }
}

function endsEscaped(pattern: string, mark: string): boolean {
  let escaped = false
  for (const character of pattern) escaped = !escaped && character === mark
  return escaped
}
