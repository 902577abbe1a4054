import { parseDuration, parseShare } from '../units.ts'

/** What this room reads of a JSON Schema. */
export interface SchemaNode {
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly items?: SchemaNode
  /** Of keys that have names of their own; `false`: there are none. */
  readonly additionalProperties?: boolean | SchemaNode
  readonly default?: unknown
  /** Unit in which people write this number. */
  readonly 'x-unit'?: string
  readonly patternErrorMessage?: string
  /** Messages do not repeat the value. */
  readonly 'x-secret'?: boolean
  readonly $ref?: string
  readonly definitions?: Readonly<Record<string, SchemaNode>>
}

/** The schema with every reference to one of its definitions written out. */
export function inlined(schema: SchemaNode, { definitions } = schema): SchemaNode {
  const { $ref, ...own } = schema
  const node: SchemaNode = $ref ? { ...definitions?.[$ref.replace('#/definitions/', '')], ...own } : own
  if (!node.properties) return node
  const properties = Object.entries(node.properties).map(([key, inner]) => [
    key,
    inlined(inner, { ...(definitions && { definitions }) }),
  ])
  return { ...node, properties: Object.fromEntries(properties) }
}

/** What the value of a key must be. */
export function nodeOf(
  { properties = {}, additionalProperties: others }: SchemaNode,
  key: string,
): SchemaNode | undefined {
  if (Object.hasOwn(properties, key)) return properties[key]
  return typeof others === 'object' ? others : undefined
}

/** Parsers of the units that a schema may name. */
export const unitParsers: Readonly<Record<string, (text: string | number) => number>> = {
  share: parseShare,
  duration: parseDuration,
}

/** A map of unknown values; anything else is none. */
export function asMap(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined
}
