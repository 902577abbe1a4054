import type { ErrorObject } from 'ajv'
import { nearest } from '../nearest.ts'
import { type Path, pointerParts } from '../source/key.ts'
import { shortened } from '../units.ts'
import { asMap, type SchemaNode } from './node.ts'

/** What a schema found, in plain words. */
export interface Finding {
  readonly path: Path
  /** `key`: the key itself is the fault, not its value. */
  readonly what: 'key' | 'value'
  readonly message: string
  readonly remedy?: string
}

/** Turns ajv's errors into plain words: one finding a place, the most telling first. ajv must run with `verbose`. */
export function explain(errors: readonly ErrorObject[]): readonly Finding[] {
  const findings = new Map<string, Finding>()
  for (const error of errors) {
    if (error.keyword === 'if') continue
    const finding = explained(error)
    const place = JSON.stringify([finding.path, finding.what])
    if (!findings.has(place)) findings.set(place, finding)
  }
  return [...findings.values()]
}

function explained(error: ErrorObject): Finding {
  const path = pointerParts(error.instancePath).map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : part))
  if (error.keyword === 'additionalProperties') return unknownKey(error, path)
  if (error.keyword === 'required') return missingKey(error, path)
  return { path, what: 'value', ...valueWords(error) }
}

function unknownKey({ params, parentSchema }: ErrorObject, path: Path): Finding {
  const key = String(params['additionalProperty'])
  const known = Object.keys(asMap(asMap(parentSchema)?.['properties']) ?? {})
  const near = nearest(key, known)
  const remedy = near ? `Did you mean ${near}?` : `Known keys here: ${known.join(', ')}.`
  return { path: [...path, key], what: 'key', message: 'unknown key', remedy }
}

function missingKey({ params }: ErrorObject, path: Path): Finding {
  return { path: [...path, String(params['missingProperty'])], what: 'value', message: 'is missing' }
}

type Explanation = Pick<Finding, 'message' | 'remedy'>

function valueWords(error: ErrorObject): Explanation {
  const words = wordsOf[error.keyword]
  return words ? words(error) : { message: error.message ?? 'is not valid' }
}

const wordsOf: Readonly<Record<string, (error: ErrorObject) => Explanation>> = {
  type: typeWords,
  enum: ({ params, data }) => choiceWords(params['allowedValues'], data),
  const: ({ params, data }) => choiceWords([params['allowedValue']], data),
  discriminator: ({ params }) => ({
    message: `its ${String(params['tag'])} is unknown: ${described(params['tagValue'])}`,
  }),
  pattern: patternWords,
  minLength: () => ({ message: 'must not be empty' }),
  minItems: ({ params }) => ({
    message: params['limit'] === 1 ? 'must not be empty' : `needs ${params['limit']} entries`,
  }),
  maxItems: ({ params }) => ({ message: `may have at most ${params['limit']} entries` }),
  uniqueItems: ({ data, params }) => ({
    message: `names ${described(Array.isArray(data) ? data[Number(params['i'])] : undefined)} twice`,
    remedy: 'Keep one of them.',
  }),
  minimum: boundWords('at least'),
  maximum: boundWords('at most'),
  exclusiveMinimum: boundWords('more than'),
  exclusiveMaximum: boundWords('less than'),
}

function patternWords({ parentSchema, data }: ErrorObject): Explanation {
  const { patternErrorMessage: form = 'is not of the right form', 'x-secret': secret } = parentSchema as SchemaNode
  return { message: secret ? form : `${form}, not ${described(data)}` }
}

function boundWords(relation: string): (error: ErrorObject) => Explanation {
  return ({ params, data }) => ({ message: `must be ${relation} ${params['limit']}, not ${described(data)}` })
}

function choiceWords(allowed: unknown, data: unknown): Explanation {
  const choices = Array.isArray(allowed) ? allowed.map(String) : []
  const message = `must be ${listed(choices)}, not ${described(data)}`
  const near = typeof data === 'string' ? nearest(data, choices) : undefined
  return near ? { message, remedy: `Did you mean ${near}?` } : { message }
}

function typeWords({ params, data, parentSchema }: ErrorObject): Explanation {
  const types: readonly string[] = [params['type'] as string | string[]].flat()
  const named = types.map((type) => typeNames[type] ?? type)
  const message = `must be ${listed(named)}, not ${described(data)}`
  return { message, ...typeRemedy(types, data, parentSchema as SchemaNode) }
}

function typeRemedy(types: readonly string[], data: unknown, node: SchemaNode): { remedy?: string } {
  const { 'x-unit': unit } = node
  if (data === null) return { remedy: 'Give it a value, or remove the key.' }
  if (types.includes('array') && typeof data === 'string') return { remedy: `Write it as a list: [${shortened(data)}]` }
  if (types.includes('boolean') && /^(?:yes|no|on|off)$/i.test(String(data))) return { remedy: 'Write true or false.' }
  const scalar = typeof data === 'number' || typeof data === 'boolean'
  return types.includes('string') && scalar && !unit ? { remedy: `Put it in quotes: '${data}'` } : {}
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  null: 'null',
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

/** A value as a message names it, short, on one line. */
function described(value: unknown): string {
  if (value === null || value === undefined) return 'empty'
  if (typeof value === 'string') return value === '' ? 'empty text' : `'${shortened(value)}'`
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a map of keys' : String(value)
}
