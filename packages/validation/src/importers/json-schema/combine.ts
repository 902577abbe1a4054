import { join, type Sql, sql } from '@trainyard/dataset'
import { type PlacedSchema, type SchemaContext, subschema } from './context.ts'

/** Says whether something is valid by a part of the schema; `via` are the references that lead to it. */
export type Judge = (part: PlacedSchema, via?: readonly string[]) => Sql

type Combination = (placed: PlacedSchema, context: SchemaContext, judge: Judge) => Sql

/** Keywords that combine schemas, of cells and of rows alike. Every part is either true or false, never NULL. */
export const combinations: Readonly<Record<string, Combination>> = {
  allOf: (placed, context, judge) => sql`(${join(listed('allOf', placed, context, judge), ' AND ')})`,
  anyOf: (placed, context, judge) => sql`(${join(listed('anyOf', placed, context, judge), ' OR ')})`,
  oneOf: (placed, context, judge) => {
    const each = listed('oneOf', placed, context, judge).map((part) => sql`CAST(${part} AS INTEGER)`)
    return sql`list_sum([${join(each)}]) = 1`
  },
  not: (placed, context, judge) => sql`NOT ${strictly(judge(subschema(placed, context, 'not')))}`,
  if: (placed, context, judge) => {
    const given = typeof placed.schema === 'boolean' ? {} : placed.schema
    const branch = (name: string) => (name in given ? strictly(judge(subschema(placed, context, name))) : sql`TRUE`)
    const condition = strictly(judge(subschema(placed, context, 'if')))
    return sql`CASE WHEN ${condition} THEN ${branch('then')} ELSE ${branch('else')} END`
  },
}

function listed(keyword: string, placed: PlacedSchema, context: SchemaContext, judge: Judge): readonly Sql[] {
  const parts = typeof placed.schema === 'boolean' ? undefined : placed.schema[keyword]
  const count = Array.isArray(parts) ? parts.length : 0
  return Array.from({ length: count }, (_, index) => strictly(judge(subschema(placed, context, keyword, index))))
}

function strictly(condition: Sql): Sql {
  return sql`coalesce(${condition}, FALSE)`
}
