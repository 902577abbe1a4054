import { identifier, join, literal, type Sql, sql } from '@trainyard/dataset'
import { InputError } from '@trainyard/ports'
import { isObject } from '../json.ts'
import { cellIsValid } from './cell.ts'
import { combinations, type Judge } from './combine.ts'
import { type PlacedSchema, Refusal, referred, type SchemaContext, subschema } from './context.ts'
import { keywordsOf } from './keywords.ts'
import { nullIsValid } from './null.ts'

/**
 * A condition that holds where a row is valid, as the object of its cells.
 * @throws Refusal where a part cannot be said in SQL; InputError where a part is wrong
 */
export function rowIsValid(placed: PlacedSchema, context: SchemaContext, seen: readonly string[] = []): Sql {
  if (typeof placed.schema === 'boolean') return literal(placed.schema)
  const judge: Judge = (part, via = []) => rowIsValid(part, context, [...seen, ...via])
  const target = referred(placed, context, seen)
  const parts = keywordsOf(placed, context).map(([keyword, value]) => {
    if (keyword === '$ref') return target ? judge(target, [String(value)]) : sql`TRUE`
    return keywordHolds(keyword, placed, context, judge)
  })
  return parts.length === 0 ? sql`TRUE` : sql`(${join(parts, ' AND ')})`
}

/** Whether one keyword of a schema holds for a row. */
export function keywordHolds(keyword: string, placed: PlacedSchema, context: SchemaContext, judge: Judge): Sql {
  const combined = combinations[keyword] ?? rowKeywords[keyword]
  return combined?.(placed, context, judge) ?? sql`TRUE`
}

type RowKeyword = (placed: PlacedSchema, context: SchemaContext, judge: Judge) => Sql

const rowKeywords: Readonly<Record<string, RowKeyword>> = {
  type: (placed) => {
    const type = keywordValue(placed, 'type')
    return literal(type === 'object' || (Array.isArray(type) && type.includes('object')))
  },
  enum: ({ path }) => refuse('a row is not compared with constants', [...path, 'enum']),
  const: ({ path }) => refuse('a row is not compared with constants', [...path, 'const']),
  required: (placed, context) => allPresent(keywordValue(placed, 'required'), context),
  properties: (placed, context) =>
    all(
      namesIn(placed, 'properties').map((name) =>
        propertyHolds(name, subschema(placed, context, 'properties', name), context),
      ),
    ),
  patternProperties: (placed, context) =>
    all(
      namesIn(placed, 'patternProperties').flatMap((pattern) => {
        const part = subschema(placed, context, 'patternProperties', pattern)
        const matches = namePattern(pattern, part, context)
        return [...context.columns.keys()]
          .filter((name) => matches.test(name))
          .map((name) => propertyHolds(name, part, context))
      }),
    ),
  additionalProperties: (placed, context) => {
    const part = subschema(placed, context, 'additionalProperties')
    return all(additional(placed, context).map((name) => propertyHolds(name, part, context)))
  },
  propertyNames: (placed, context) => {
    const part = subschema(placed, context, 'propertyNames')
    const isValid = (name: string) => cellIsValid(part, { type: 'string', sql: sql`CAST(${name} AS VARCHAR)` }, context)
    return all([...context.columns.keys()].map((name) => sql`(NOT ${isPresent(name, context)} OR ${isValid(name)})`))
  },
  minProperties: (placed, context) => sql`${properties(context)} >= ${Number(keywordValue(placed, 'minProperties'))}`,
  maxProperties: (placed, context) => sql`${properties(context)} <= ${Number(keywordValue(placed, 'maxProperties'))}`,
  dependentRequired: (placed, context) => dependent('dependentRequired', placed, context, rowIsValidIn(context)),
  dependentSchemas: (placed, context, judge) => dependent('dependentSchemas', placed, context, judge),
  dependencies: (placed, context, judge) => dependent('dependencies', placed, context, judge),
}

function rowIsValidIn(context: SchemaContext): Judge {
  return (part) => rowIsValid(part, context)
}

function refuse(message: string, path: PlacedSchema['path']): never {
  throw new Refusal(message, path)
}

function keywordValue({ schema }: PlacedSchema, keyword: string): unknown {
  return typeof schema === 'boolean' ? undefined : schema[keyword]
}

function namesIn(placed: PlacedSchema, keyword: string): readonly string[] {
  const value = keywordValue(placed, keyword)
  return isObject(value) ? Object.keys(value) : []
}

function all(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`TRUE` : sql`(${join(conditions, ' AND ')})`
}

/** A column that is not there is a property that is absent everywhere. */
export function propertyHolds(name: string, part: PlacedSchema, context: SchemaContext): Sql {
  const column = context.columns.get(name)
  const value = identifier(name)
  const missing = context.isNullable(name) ? nullIsValid(part, context) : true
  if (!column) {
    cellIsValid(part, { type: 'string', sql: sql`NULL` }, context)
    return sql`TRUE`
  }
  const valid = cellIsValid(part, { type: column.type, sql: value }, context)
  return sql`CASE WHEN ${value} IS NULL THEN ${literal(missing)} ELSE coalesce(${valid}, FALSE) END`
}

function isPresent(name: string, { columns, isNullable }: SchemaContext): Sql {
  if (!columns.has(name)) return sql`FALSE`
  return isNullable(name) ? sql`TRUE` : sql`(${identifier(name)} IS NOT NULL)`
}

function allPresent(names: unknown, context: SchemaContext): Sql {
  return all((Array.isArray(names) ? names : []).map((name) => isPresent(String(name), context)))
}

function properties(context: SchemaContext): Sql {
  const each = [...context.columns.keys()].map((name) => sql`CAST(${isPresent(name, context)} AS INTEGER)`)
  return each.length === 0 ? sql`0` : sql`list_sum([${join(each)}])`
}

/** Columns that neither `properties` nor `patternProperties` speak of. */
export function additional(placed: PlacedSchema, context: SchemaContext): readonly string[] {
  const named = namesIn(placed, 'properties')
  const patterns = namesIn(placed, 'patternProperties').map((pattern) => namePattern(pattern, placed, context))
  return [...context.columns.keys()].filter(
    (name) => !named.includes(name) && !patterns.some((pattern) => pattern.test(name)),
  )
}

function namePattern(pattern: string, { path }: PlacedSchema, { at }: SchemaContext): RegExp {
  if (pattern.length > 200) throw new Refusal('a pattern of names is too long', path)
  try {
    return new RegExp(pattern, 'u')
  } catch (cause) {
    throw new InputError(`${JSON.stringify(pattern)} is no regular expression`, { at: at(...path), cause })
  }
}

function dependent(keyword: string, placed: PlacedSchema, context: SchemaContext, judge: Judge): Sql {
  return all(
    namesIn(placed, keyword).map((name) => {
      const needed = keywordValue(placed, keyword)
      const list = isObject(needed) ? needed[name] : undefined
      const holds = Array.isArray(list) ? allPresent(list, context) : judge(subschema(placed, context, keyword, name))
      return sql`(NOT ${isPresent(name, context)} OR coalesce(${holds}, FALSE))`
    }),
  )
}
