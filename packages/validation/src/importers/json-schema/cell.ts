import { join, literal, type Sql, sql } from '@trainyard/dataset'
import type { ColumnType } from '@trainyard/evidence'
import { shownSql } from '../../kinds/sql/constants.ts'
import { combinations, type Judge } from './combine.ts'
import { type PlacedSchema, Refusal, referred, type SchemaContext } from './context.ts'
import { ecmaToRe2 } from './ecma.ts'
import { formats, hasFormat } from './formats.ts'
import { keywordsOf } from './keywords.ts'

/** A cell that has a value, as JSON sees it. */
export interface Cell {
  readonly type: ColumnType
  readonly sql: Sql
}

/**
 * A condition that holds where the value of a cell is valid. Dates and times are text in ISO 8601.
 * @throws Refusal where a part cannot be said in SQL; InputError where a part is wrong
 */
export function cellIsValid(
  placed: PlacedSchema,
  cell: Cell,
  context: SchemaContext,
  seen: readonly string[] = [],
): Sql {
  if (typeof placed.schema === 'boolean') return literal(placed.schema)
  const judge: Judge = (part, via = []) => cellIsValid(part, cell, context, [...seen, ...via])
  const target = referred(placed, context, seen)
  const parts = keywordsOf(placed, context).map(([keyword, value]) => {
    if (keyword === '$ref') return target ? judge(target, [String(value)]) : sql`TRUE`
    const combined = combinations[keyword]
    if (combined) return combined(placed, context, judge)
    return keywords[keyword]?.(value, cell, [...placed.path, keyword]) ?? sql`TRUE`
  })
  return parts.length === 0 ? sql`TRUE` : sql`(${join(parts, ' AND ')})`
}

type Keyword = (value: unknown, cell: Cell, path: PlacedSchema['path']) => Sql

/** Keywords that say nothing of a value of another type hold for it. */
const keywords: Readonly<Record<string, Keyword>> = {
  type: (value, cell, path) => {
    const types = Array.isArray(value) ? value : [value]
    return sql`(${join(
      types.map((type) => isOfType(String(type), cell, path)),
      ' OR ',
    )})`
  },
  enum: (values, cell) =>
    sql`(${join(
      (Array.isArray(values) ? values : []).map((value) => equals(value, cell)),
      ' OR ',
    )})`,
  const: equals,
  minimum: (bound, cell) => numeric(cell, (value) => sql`${value} >= ${Number(bound)}`),
  maximum: (bound, cell) => numeric(cell, (value) => sql`${value} <= ${Number(bound)}`),
  exclusiveMinimum: (bound, cell) => numeric(cell, (value) => sql`${value} > ${Number(bound)}`),
  exclusiveMaximum: (bound, cell) => numeric(cell, (value) => sql`${value} < ${Number(bound)}`),
  multipleOf: (unit, cell) =>
    numeric(cell, (value) => {
      if (cell.type === 'integer' && Number.isSafeInteger(unit)) return sql`${value} % ${Number(unit)} = 0`
      const times = sql`(CAST(${value} AS DOUBLE) / CAST(${Number(unit)} AS DOUBLE))`
      return sql`${times} = floor(${times})`
    }),
  minLength: (length, cell) => textual(cell, (text) => sql`length(${text}) >= ${Number(length)}`),
  maxLength: (length, cell) => textual(cell, (text) => sql`length(${text}) <= ${Number(length)}`),
  pattern: (pattern, cell, path) =>
    textual(cell, (text) => {
      const re2 = ecmaToRe2(String(pattern))
      if (re2 !== undefined) return sql`regexp_matches(${text}, ${re2})`
      throw new Refusal(`the regular expression ${JSON.stringify(pattern)} cannot be said in RE2`, path)
    }),
  format: (name, cell, path) =>
    textual(cell, (text) => {
      if (Object.hasOwn(formats, String(name))) return hasFormat(String(name), text, cell.type)
      throw new Refusal(`the format ${JSON.stringify(name)} is not checked`, path)
    }),
}

const isNumeric = (type: ColumnType) => type === 'number' || type === 'integer'
const isTextual = (type: ColumnType) => !isNumeric(type) && type !== 'boolean'

function numeric({ type, sql: value }: Cell, condition: (value: Sql) => Sql): Sql {
  return isNumeric(type) ? condition(value) : sql`TRUE`
}

function textual({ type, sql: value }: Cell, condition: (text: Sql) => Sql): Sql {
  return isTextual(type) ? condition(shownSql(type, value)) : sql`TRUE`
}

function isOfType(wanted: string, { type, sql: value }: Cell, path: PlacedSchema['path']): Sql {
  if (wanted === 'string') return literal(isTextual(type))
  if (wanted === 'boolean') return literal(type === 'boolean')
  if (wanted === 'number') return literal(isNumeric(type))
  if (wanted === 'integer') return type === 'number' ? sql`${value} = floor(${value})` : literal(type === 'integer')
  if (wanted === 'null') return sql`FALSE`
  if (type !== 'string') return sql`FALSE`
  throw new Refusal(`an ${wanted} within a cell is not looked into`, path)
}

function equals(wanted: unknown, { type, sql: value }: Cell): Sql {
  if (typeof wanted === 'string')
    return isTextual(type) && !wanted.includes('\0') ? sql`${shownSql(type, value)} = ${wanted}` : sql`FALSE`
  if (typeof wanted === 'number') return isNumeric(type) ? sql`${value} = ${wanted}` : sql`FALSE`
  if (typeof wanted === 'boolean') return type === 'boolean' ? sql`${value} = ${wanted}` : sql`FALSE`
  return sql`FALSE`
}
