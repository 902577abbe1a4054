import { nearest } from '@trainyard/config'
import { InputError } from '@trainyard/ports'
import { isObject } from '../json.ts'
import { type PlacedSchema, Refusal, type Schema, type SchemaContext } from './context.ts'

type Form = readonly [what: string, accepts: (value: unknown) => boolean]

const number: Form = ['a number', (value) => typeof value === 'number' && Number.isFinite(value)]
const count: Form = ['a whole number, 0 or more', (value) => Number.isSafeInteger(value) && Number(value) >= 0]
const object: Form = ['an object', isObject]
const list: Form = ['a list that is not empty', (value) => Array.isArray(value) && value.length > 0]
const texts: Form = [
  'a list of strings',
  (value) => Array.isArray(value) && value.every((entry) => typeof entry === 'string'),
]
const text: Form = ['a string', (value) => typeof value === 'string']
const schema: Form = ['a schema', (value) => typeof value === 'boolean' || isObject(value)]
const anything: Form = ['anything', () => true]

const types = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object']
const isType = (value: unknown) => types.some((type) => type === value)

/** Keywords that are checked, and the form that each has. */
const checked: Readonly<Record<string, Form>> = {
  type: [
    `one of ${types.join(', ')}, or a list of them`,
    (value) => isType(value) || (Array.isArray(value) && value.length > 0 && value.every(isType)),
  ],
  enum: list,
  const: anything,
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  multipleOf: ['a number above 0', (value) => typeof value === 'number' && value > 0],
  minLength: count,
  maxLength: count,
  pattern: text,
  format: text,
  required: texts,
  properties: object,
  patternProperties: object,
  additionalProperties: schema,
  propertyNames: schema,
  minProperties: count,
  maxProperties: count,
  dependentRequired: object,
  dependentSchemas: object,
  dependencies: object,
  allOf: list,
  anyOf: list,
  oneOf: list,
  not: schema,
  if: schema,
  // biome-ignore lint/suspicious/noThenProperty: the name of the keyword
  then: schema,
  else: schema,
  $ref: text,
}

/** Keywords that say something of lists and objects within a cell. A cell holds neither. */
const ofParts = [
  'items',
  'prefixItems',
  'additionalItems',
  'contains',
  'minContains',
  'maxContains',
  'minItems',
  'maxItems',
  'uniqueItems',
  'unevaluatedItems',
]

/** Keywords that explain, and ask for nothing. */
const annotations = [
  ...[
    '$schema',
    '$id',
    '$comment',
    '$defs',
    'definitions',
    '$vocabulary',
    '$anchor',
    'title',
    'description',
    'default',
  ],
  ...['examples', 'readOnly', 'writeOnly', 'deprecated', 'contentEncoding', 'contentMediaType', 'contentSchema'],
]

/** Keywords that are known and cannot be said of a row. */
const refused = ['unevaluatedProperties', '$dynamicRef', '$dynamicAnchor', '$recursiveRef', '$recursiveAnchor']

/**
 * The keywords of a schema that ask for something, each with a value of its form.
 * @throws InputError where a value has not the form; Refusal where a keyword is not known
 */
export function keywordsOf(
  { schema: given, path }: PlacedSchema,
  context: SchemaContext,
): readonly (readonly [string, unknown])[] {
  context.spend()
  return Object.entries(objectOf(given, context)).filter(([keyword, value]) => {
    if (annotations.includes(keyword) || ofParts.includes(keyword)) return false
    const form = Object.hasOwn(checked, keyword) ? checked[keyword] : undefined
    if (!form) throw new Refusal(whyNot(keyword), [...path, keyword])
    if (form[1](value)) return true
    throw new InputError(`must be ${form[0]}`, { at: context.at(...path, keyword) })
  })
}

function objectOf(given: Schema, { besideRef }: SchemaContext): Readonly<Record<string, unknown>> {
  if (typeof given === 'boolean') return {}
  return given['$ref'] !== undefined && !besideRef ? { $ref: given['$ref'] } : given
}

function whyNot(keyword: string): string {
  if (refused.includes(keyword)) return `${keyword} cannot be said of a row`
  const near = nearest(keyword, Object.keys(checked))
  return `no keyword ${keyword} is known${near ? `; did you mean ${near}?` : ''}`
}
