import { type PlacedSchema, referred, type SchemaContext, subschema } from './context.ts'

/** Whether null is valid by a schema. That does not depend on any row. */
export function nullIsValid(placed: PlacedSchema, context: SchemaContext, seen: readonly string[] = []): boolean {
  const { schema } = placed
  context.spend()
  if (typeof schema === 'boolean') return schema
  const target = referred(placed, context, seen)
  const reference = String(schema['$ref'])
  if (target && !nullIsValid(target, context, [...seen, reference])) return false
  if (target && !context.besideRef) return true
  return Object.keys(schema).every((keyword) => tests[keyword]?.(placed, context, seen) ?? true)
}

type NullTest = (placed: PlacedSchema, context: SchemaContext, seen: readonly string[]) => boolean

const tests: Readonly<Record<string, NullTest | undefined>> = {
  type: ({ schema }) => [keywordValue(schema, 'type')].flat().includes('null'),
  enum: ({ schema }) => [keywordValue(schema, 'enum')].flat().includes(null),
  const: ({ schema }) => keywordValue(schema, 'const') === null,
  allOf: (placed, context, seen) => each('allOf', placed, context, seen).every(Boolean),
  anyOf: (placed, context, seen) => each('anyOf', placed, context, seen).some(Boolean),
  oneOf: (placed, context, seen) => each('oneOf', placed, context, seen).filter(Boolean).length === 1,
  not: (placed, context, seen) => !nullIsValid(subschema(placed, context, 'not'), context, seen),
  if: (placed, context, seen) => {
    const branch = nullIsValid(subschema(placed, context, 'if'), context, seen) ? 'then' : 'else'
    const absent = keywordValue(placed.schema, branch) === undefined
    return absent || nullIsValid(subschema(placed, context, branch), context, seen)
  },
}

function keywordValue(schema: PlacedSchema['schema'], keyword: string): unknown {
  return typeof schema === 'boolean' ? undefined : schema[keyword]
}

function each(keyword: string, placed: PlacedSchema, context: SchemaContext, seen: readonly string[]): boolean[] {
  const parts = keywordValue(placed.schema, keyword)
  const count = Array.isArray(parts) ? parts.length : 0
  return Array.from({ length: count }, (_, index) =>
    nullIsValid(subschema(placed, context, keyword, index), context, seen),
  )
}
