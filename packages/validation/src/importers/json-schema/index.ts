import { identifier, sql } from '@trainyard/dataset'
import { InputError, type Position, type Problem } from '@trainyard/ports'
import { parseJson } from '../../suite/json.ts'
import type { PlannedExpectation } from '../../suite/types.ts'
import { expectAt, rowCheck } from '../checks.ts'
import { isObject } from '../json.ts'
import { type Imported, type Importer, leftOut, merge, type TableShape, translated } from '../types.ts'
import { budget, isSchema, type PlacedSchema, Refusal, referred, type SchemaContext, subschema } from './context.ts'
import { keywordsOf } from './keywords.ts'
import { nullIsValid } from './null.ts'
import { additional, keywordHolds, propertyHolds, rowIsValid } from './row.ts'

/**
 * JSON Schema, draft-06 to 2020-12, of a row as an object. A missing cell is null where the property's own schema lets
 * null through, and else an absent property.
 */
export const jsonSchema: Importer = {
  name: 'JSON Schema',
  recognises: (file, value) =>
    isObject(value) && !('expectations' in value) && (isDeclared(value) || /\.schema\.json$/i.test(file)),
  read: (text, file, table) => {
    const { value, position } = parseJson(text, file)
    const at = (...path: readonly (string | number)[]) => position(path)
    if (!isSchema(value)) throw new InputError('a schema is an object', { at: at() })
    const context = contextOf(value, file, at, table)
    return merge(partsOf({ schema: value, path: [] }, context, []))
  },
}

function isDeclared(value: Readonly<Record<string, unknown>>): boolean {
  const schema = value['$schema']
  return (
    (typeof schema === 'string' && schema.includes('json-schema.org')) ||
    isObject(value['properties']) ||
    '$defs' in value
  )
}

function contextOf(
  root: PlacedSchema['schema'],
  file: string,
  at: (...path: readonly (string | number)[]) => Position,
  { columns }: TableShape,
): SchemaContext {
  const draft = isObject(root) ? String(root['$schema'] ?? '') : ''
  if (/draft-0[0-5]/.test(draft))
    throw new InputError(`the draft ${draft} is not read`, { at: at('$schema'), remedy: 'Drafts 06 to 2020-12 are.' })
  const nullable = new Map<string, boolean>()
  const context: SchemaContext = {
    root,
    at,
    besideRef: !/draft-0[67]/.test(draft),
    columns: new Map(columns.map((column) => [column.name, column])),
    spend: budget(file),
    isNullable: (name) => {
      const known = nullable.get(name) ?? isNullable(name, context)
      nullable.set(name, known)
      return known
    },
  }
  return context
}

/** By the property's own schema at the root, or where the root's references and `allOf` lead. */
function isNullable(name: string, context: SchemaContext): boolean {
  const found = bases({ schema: context.root, path: [] }, context, []).flatMap((placed) => {
    const { schema } = placed
    const properties = typeof schema === 'boolean' ? undefined : schema['properties']
    return isObject(properties) && Object.hasOwn(properties, name)
      ? [subschema(placed, context, 'properties', name)]
      : []
  })
  return found.length > 0 && found.every((part) => nullIsValid(part, context))
}

/** The root, and what it stands for: schemas that all hold for the whole row. */
function bases(placed: PlacedSchema, context: SchemaContext, seen: readonly string[]): readonly PlacedSchema[] {
  context.spend()
  const { schema } = placed
  if (typeof schema === 'boolean') return [placed]
  const target = referred(placed, context, seen)
  const below = target ? bases(target, context, [...seen, String(schema['$ref'])]) : []
  if (target && !context.besideRef) return below
  const all = Array.isArray(schema['allOf']) ? schema['allOf'] : []
  const parts = all.flatMap((_, index) => bases(subschema(placed, context, 'allOf', index), context, seen))
  return [placed, ...below, ...parts]
}

/** The checks of a schema: one for each keyword of each property, and one for each other keyword. */
function partsOf(root: PlacedSchema, context: SchemaContext, seen: readonly string[]): Imported[] {
  const problems: Problem[] = []
  const parts = bases(root, context, seen).flatMap((placed) =>
    placed.schema === false
      ? [translated(rowPart('false', placed, context))]
      : eachKeyword(placed, context, problems, (keyword) => rowKeyword(keyword, placed, context, problems)),
  )
  if (problems.length > 0) throw new InputError(problems)
  return parts
}

/** Does work for each keyword that asks for something. One that cannot be checked does not keep others from it. */
function eachKeyword(
  { schema, path }: PlacedSchema,
  context: SchemaContext,
  problems: Problem[],
  work: (keyword: string) => Imported[],
): Imported[] {
  if (typeof schema === 'boolean') return []
  const heard = schema['$ref'] !== undefined && !context.besideRef ? ['$ref'] : Object.keys(schema)
  return heard.flatMap((keyword) =>
    attempt([...path, keyword], context, problems, () =>
      keywordsOf({ path, schema: { [keyword]: schema[keyword] } }, context).flatMap(([name]) => work(name)),
    ),
  )
}

function rowKeyword(keyword: string, placed: PlacedSchema, context: SchemaContext, problems: Problem[]): Imported[] {
  const value = typeof placed.schema === 'boolean' ? undefined : placed.schema[keyword]
  if (['$ref', 'allOf', 'then', 'else'].includes(keyword)) return []
  if (keyword === 'required') return [translated(...required(value, placed, context))]
  if (keyword === 'additionalProperties' && value === false) return [translated(noOthers(placed, context))]
  if (keyword !== 'properties' || !isObject(value)) return [translated(rowPart(keyword, placed, context))]
  return Object.keys(value).flatMap((name) => property(name, placed, context, problems))
}

function property(name: string, placed: PlacedSchema, context: SchemaContext, problems: Problem[]): Imported[] {
  return attempt([...placed.path, 'properties', name], context, problems, () => {
    const part = subschema(placed, context, 'properties', name)
    if (typeof part.schema === 'boolean') return [translated(cellPart(name, part, '', context))]
    return eachKeyword(part, context, problems, (keyword) =>
      keyword === 'then' || keyword === 'else' ? [] : [translated(cellPart(name, part, keyword, context))],
    )
  })
}

/** A part that cannot be said in SQL is told by its name; one that is wrong is a problem of the file. */
function attempt(
  path: PlacedSchema['path'],
  { at }: SchemaContext,
  problems: Problem[],
  work: () => Imported[],
): Imported[] {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal) return [leftOut({ what: pathName(path), why: error.message, at: at(...error.path) })]
    if (!(error instanceof InputError)) throw error
    problems.push(...error.problems)
    return []
  }
}

function pathName(path: PlacedSchema['path']): string {
  return path.length === 0 ? 'the schema' : path.join('.')
}

/** One keyword of one property. What stands beside `if` belongs to it. */
function cellPart(name: string, part: PlacedSchema, keyword: string, context: SchemaContext): PlannedExpectation {
  const schema = typeof part.schema === 'boolean' ? part.schema : only(part.schema, keyword)
  const valid = propertyHolds(name, { ...part, schema }, context)
  const at = context.at(...part.path, ...(keyword === '' ? [] : [keyword]))
  if (!context.columns.has(name)) return absent(name, schema, at)
  return rowCheck(at, {
    type: 'expect_property_to_match_json_schema',
    kwargs: { column: name, json_schema: schema },
    columns: [name],
    missing: 'judged',
    unexpected: () => sql`NOT ${valid}`,
  })
}

function only(schema: Readonly<Record<string, unknown>>, keyword: string): Readonly<Record<string, unknown>> {
  const names = keyword === 'if' ? ['if', 'then', 'else'] : [keyword]
  return Object.fromEntries(Object.entries(schema).filter(([name]) => names.includes(name)))
}

/** A property that no row has is valid by anything. */
function absent(name: string, json_schema: PlacedSchema['schema'], at: Position): PlannedExpectation {
  const type = 'expect_property_to_match_json_schema'
  return rowCheck(at, { type, kwargs: { column: name, json_schema }, columns: [], unexpected: () => sql`FALSE` })
}

function rowPart(keyword: string, placed: PlacedSchema, context: SchemaContext): PlannedExpectation {
  const valid =
    keyword === 'false'
      ? sql`FALSE`
      : keywordHolds(keyword, placed, context, (part, via = []) => rowIsValid(part, context, via))
  return rowCheck(context.at(...placed.path, ...(keyword === 'false' ? [] : [keyword])), {
    type: 'expect_rows_to_match_json_schema',
    kwargs: { keyword: pathName([...placed.path, keyword]) },
    columns: [],
    unexpected: () => sql`NOT coalesce(${valid}, FALSE)`,
  })
}

function required(names: unknown, { path }: PlacedSchema, context: SchemaContext): PlannedExpectation[] {
  return (Array.isArray(names) ? names.map(String) : []).map((column, index) => {
    const nullable = context.columns.has(column) && context.isNullable(column)
    const type = nullable ? 'expect_column_to_exist' : 'expect_column_values_to_not_be_null'
    return expectAt(context.at(...path, 'required', index), { type, kwargs: { column } })
  })
}

/** A column that nobody speaks of may be there as long as it is empty. */
function noOthers(placed: PlacedSchema, context: SchemaContext): PlannedExpectation {
  const others = additional(placed, context)
  return rowCheck(context.at(...placed.path, 'additionalProperties'), {
    type: 'expect_no_further_columns',
    kwargs: { column_list: others },
    columns: others,
    missing: 'judged',
    unexpected: (columns) => {
      const filled = columns.map((column) => sql`${identifier(column.name)} IS NOT NULL`)
      return filled.reduce((some, one) => sql`${some} OR ${one}`, sql`FALSE`)
    },
  })
}
