import type { ColumnDocument } from '@trainyard/evidence'
import { InputError, type Position } from '@trainyard/ports'
import type { JsonPath } from '../../suite/json.ts'
import { isObject } from '../json.ts'

export type Schema = boolean | Readonly<Record<string, unknown>>

/** A schema and its place in the file. */
export interface PlacedSchema {
  readonly schema: Schema
  readonly path: JsonPath
}

/** What every part of a schema may need while it is turned into SQL. */
export interface SchemaContext {
  readonly root: Schema
  readonly at: (...path: JsonPath) => Position
  /** Keywords beside a `$ref` count; before 2019-09 they did not. */
  readonly besideRef: boolean
  readonly columns: ReadonlyMap<string, ColumnDocument>
  /** Whether a missing cell is null, and not an absent property. */
  readonly isNullable: (name: string) => boolean
  /** Counts the parts that were looked at. */
  readonly spend: () => void
}

/** A part of a schema that cannot be said in SQL. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly path: JsonPath

  constructor(message: string, path: JsonPath) {
    super(message)
    this.path = path
  }
}

/** Parts that a schema may unfold to: references to references multiply. */
const mostParts = 20_000

/** A counter of parts. @throws InputError where there are too many */
export function budget(file: string): () => void {
  let parts = 0
  return () => {
    parts += 1
    if (parts > mostParts)
      throw new InputError(`the schema unfolds to more than ${mostParts} parts`, { at: { file, line: 1, column: 1 } })
  }
}

/** A part of a schema at a place below another. @throws InputError where it is none */
export function subschema({ schema, path }: PlacedSchema, context: SchemaContext, ...below: JsonPath): PlacedSchema {
  let value: unknown = schema
  for (const key of below) value = Array.isArray(value) ? value[Number(key)] : isObject(value) ? value[key] : undefined
  if (isSchema(value)) return { schema: value, path: [...path, ...below] }
  throw new InputError('a schema is an object, true or false', { at: context.at(...path, ...below) })
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'boolean' || isObject(value)
}

/** What a `$ref` names: a part of the same file. `seen` are the references that led here. */
export function referred(
  { schema, path }: PlacedSchema,
  context: SchemaContext,
  seen: readonly string[],
): PlacedSchema | undefined {
  if (typeof schema === 'boolean' || schema['$ref'] === undefined) return undefined
  const reference = schema['$ref']
  const at = context.at(...path, '$ref')
  if (typeof reference !== 'string' || !/^#(\/|$)/.test(reference))
    throw new InputError(`${JSON.stringify(reference)} is not in this file`, {
      at,
      remedy: 'References are of the form #/$defs/name.',
    })
  if (seen.includes(reference)) throw new InputError(`${reference} refers to itself`, { at })
  const keys = pointer(reference)
  let value: unknown = context.root
  for (const key of keys)
    value = Array.isArray(value)
      ? value[Number(key)]
      : isObject(value) && Object.hasOwn(value, key)
        ? value[key]
        : undefined
  if (isSchema(value)) return { schema: value, path: keys }
  throw new InputError(`there is no schema at ${reference}`, { at })
}

function pointer(reference: string): readonly string[] {
  const parts = decodeURIComponent(reference.slice(1)).split('/').slice(1)
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}
