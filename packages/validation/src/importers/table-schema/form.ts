import type { Position } from '@trainyard/ports'
import type { JsonPath } from '../../suite/json.ts'

const names = { anyOf: [{ type: 'string' }, { type: 'array', minItems: 1, items: { type: 'string' } }] }
const texts = { type: 'array', items: { type: 'string' } }
/** Version 2 of the standard lets a missing value have a label. */
const missing = {
  type: 'array',
  items: {
    anyOf: [{ type: 'string' }, { type: 'object', required: ['value'], properties: { value: { type: 'string' } } }],
  },
}

/** Names of field types, and the constraints that each can have: those of frictionless 5.21 and the standard, version 2. */
const bounds = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']
const lengths = ['minLength', 'maxLength']
export const constraintsOf: Readonly<Record<string, readonly string[]>> = {
  any: ['enum'],
  array: [...lengths, 'enum'],
  boolean: ['enum'],
  date: [...bounds, 'enum'],
  datetime: [...bounds, 'enum'],
  duration: ['enum'],
  geojson: ['enum'],
  geopoint: ['enum'],
  integer: [...bounds, 'enum'],
  list: lengths,
  number: [...bounds, 'enum'],
  object: [...lengths, 'enum'],
  string: [...lengths, 'pattern', 'enum'],
  time: [...bounds, 'enum'],
  year: [...bounds, 'enum'],
  yearmonth: [...bounds, 'enum'],
}

const field = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 1 },
    type: { enum: Object.keys(constraintsOf) },
    format: { type: 'string' },
    missingValues: missing,
    trueValues: texts,
    falseValues: texts,
    bareNumber: { type: 'boolean' },
    decimalChar: { type: 'string', minLength: 1 },
    groupChar: { type: 'string', minLength: 1 },
    constraints: {
      type: 'object',
      additionalProperties: false,
      properties: {
        required: { type: 'boolean' },
        unique: { type: 'boolean' },
        enum: { type: 'array', minItems: 1, items: { type: ['string', 'number', 'boolean'] } },
        pattern: { type: 'string' },
        minLength: { type: 'integer', minimum: 0 },
        maxLength: { type: 'integer', minimum: 0 },
        minimum: { type: ['string', 'number'] },
        maximum: { type: ['string', 'number'] },
        exclusiveMinimum: { type: ['string', 'number'] },
        exclusiveMaximum: { type: ['string', 'number'] },
        jsonSchema: { type: 'object' },
      },
    },
  },
}

/** What is read of a Table Schema. Source: datapackage.org, Table Schema, versions 1 and 2. */
const schema = {
  type: 'object',
  required: ['fields'],
  properties: {
    fields: { type: 'array', minItems: 1, items: field },
    fieldsMatch: { enum: ['exact', 'equal', 'subset', 'superset', 'partial'] },
    missingValues: missing,
    primaryKey: names,
    uniqueKeys: { type: 'array', items: { type: 'array', minItems: 1, items: { type: 'string' } } },
    foreignKeys: {
      type: 'array',
      items: {
        type: 'object',
        required: ['fields', 'reference'],
        properties: {
          fields: names,
          reference: {
            type: 'object',
            required: ['fields'],
            properties: { resource: { type: 'string' }, fields: names },
          },
        },
      },
    },
  },
}

const resource = {
  type: 'object',
  required: ['schema'],
  properties: { name: { type: 'string' }, schema },
}

export const schemaForm = { name: 'table-schema', schema }
export const resourceForm = { name: 'data-resource', schema: resource }
export const packageForm = {
  name: 'data-package',
  schema: {
    type: 'object',
    required: ['resources'],
    properties: { resources: { type: 'array', minItems: 1, items: { type: 'object' } } },
  },
}

export type Constant = string | number | boolean

export interface Field {
  readonly name: string
  readonly type?: string
  readonly format?: string
  readonly missingValues?: readonly MissingValue[]
  readonly trueValues?: readonly string[]
  readonly falseValues?: readonly string[]
  readonly bareNumber?: boolean
  readonly decimalChar?: string
  readonly groupChar?: string
  readonly constraints?: Constraints
}

export type MissingValue = string | { readonly value: string }

export interface Constraints {
  readonly required?: boolean
  readonly unique?: boolean
  readonly enum?: readonly Constant[]
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: Constant
  readonly maximum?: Constant
  readonly exclusiveMinimum?: Constant
  readonly exclusiveMaximum?: Constant
  readonly jsonSchema?: object
}

export interface ForeignKey {
  readonly fields: string | readonly string[]
  readonly reference: { readonly resource?: string; readonly fields: string | readonly string[] }
}

export interface TableSchema {
  readonly fields: readonly Field[]
  readonly fieldsMatch?: 'exact' | 'equal' | 'subset' | 'superset' | 'partial'
  readonly missingValues?: readonly MissingValue[]
  readonly primaryKey?: string | readonly string[]
  readonly uniqueKeys?: readonly (readonly string[])[]
  readonly foreignKeys?: readonly ForeignKey[]
}

/** A schema and where its parts stand. */
export interface Placed {
  readonly schema: TableSchema
  /** Name of the resource; a foreign key to it is one to the table itself. */
  readonly resource?: string
  readonly at: (...path: JsonPath) => Position
}
