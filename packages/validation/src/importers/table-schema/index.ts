import { sql } from '@trainyard/dataset'
import type { ColumnDocument } from '@trainyard/evidence'
import { InputError, type Position } from '@trainyard/ports'
import type { PlannedExpectation, Untranslated } from '../../suite/types.ts'
import { expectAt, rowCheck } from '../checks.ts'
import { type Imported, type Importer, merge, type TableShape, translated } from '../types.ts'
import { constraintChecks } from './constraints.ts'
import { findSchema, formOf } from './descriptor.ts'
import { type Constraints, constraintsOf, type Field, type MissingValue, type Placed } from './form.ts'
import { keyChecks } from './keys.ts'
import { isNatural, type ReadField, readingOf, stringFormats } from './reading.ts'

/** A Table Schema of Frictionless Data, alone, in a data resource or in a data package. */
export const tableSchema: Importer = {
  name: 'Table Schema',
  recognises: (_, value) => formOf(value) !== undefined,
  read: async (text, file, table) => {
    const placed = await findSchema(text, file, table)
    expectDistinct(placed)
    const columns = new Map(table.columns.map((column) => [column.name, column]))
    const fields = placed.schema.fields.map((field) => readField(field, placed))
    const present = new Map(fields.filter(({ name }) => columns.has(name)).map((field) => [field.name, field]))
    const checks = fields.map((field, index) => fieldChecks(field, columns.get(field.name), placed, index))
    return merge([columnChecks(placed, table), ...checks, keyChecks(placed, present)])
  },
}

function expectDistinct({ schema: { fields }, at }: Placed): void {
  const index = fields.findIndex(({ name }, place) => fields.findIndex((other) => other.name === name) < place)
  if (index >= 0) throw new InputError(`'${fields[index]?.name}' is a field twice`, { at: at('fields', index, 'name') })
}

/** Texts that are missing values wherever they stand are so before any schema is read. */
const alwaysMissing = ['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None']

function readField(field: Field, { schema }: Placed): ReadField {
  const values = (field.missingValues ?? schema.missingValues ?? ['']).map(textOf)
  const missing = values.filter((text) => !alwaysMissing.includes(text) && !text.includes('\0'))
  return { ...field, type: field.type ?? 'any', format: field.format ?? 'default', missing }
}

function textOf(value: MissingValue): string {
  return typeof value === 'string' ? value : value.value
}

/**
 * The columns against the fields. `exact` is the default: these columns in this order. Where some may be missing, those of
 * required fields may not.
 */
function columnChecks({ schema: { fields, fieldsMatch = 'exact' }, at }: Placed, table: TableShape): Imported {
  const names = fields.map(({ name }) => name)
  const present = names.filter((name) => table.columns.some((column) => column.name === name))
  if (fieldsMatch === 'exact')
    return translated(
      expectAt(at('fields'), { type: 'expect_table_columns_to_match_ordered_list', kwargs: { column_list: names } }),
    )
  const required = fields.filter(({ constraints }) => constraints?.required).map(({ name }) => name)
  const wanted = [...new Set([...present, ...required])]
  const sets = {
    equal: { column_set: names, exact_match: true },
    subset: { column_set: names, exact_match: false },
    superset: { column_set: wanted, exact_match: true },
    partial: { column_set: present.length > 0 ? wanted : names, exact_match: false },
  }
  const kwargs = sets[fieldsMatch]
  return translated(expectAt(at('fieldsMatch'), { type: 'expect_table_columns_to_match_set', kwargs }))
}

function fieldChecks(field: ReadField, column: ColumnDocument | undefined, { at }: Placed, index: number): Imported {
  const place = (...path: readonly string[]) => at('fields', index, ...path)
  expectConstraints(field, (name) => place('constraints', name))
  expectFormat(field, place('format'))
  const untranslated = leftOut(field, place)
  if (!column) return { expectations: [], untranslated }
  const expectations = [
    ...typeCheck(field, column, place('type')),
    ...constraintChecks(field, column, (name) => place('constraints', name)),
  ]
  return { expectations, untranslated }
}

function expectConstraints({ type, constraints = {} }: ReadField, place: (name: keyof Constraints) => Position): void {
  const wrong = (Object.keys(constraints) as (keyof Constraints)[]).find(
    (name) => !['required', 'unique', ...(constraintsOf[type] ?? [])].includes(name) && name !== 'jsonSchema',
  )
  if (wrong !== undefined)
    throw new InputError(`a field of type ${type} has no constraint '${wrong}'`, { at: place(wrong) })
  const { minimum, maximum, minLength, maxLength } = constraints
  const crossed =
    typeof minimum === 'number' && typeof maximum === 'number' && minimum > maximum
      ? 'minimum'
      : minLength !== undefined && maxLength !== undefined && minLength > maxLength && 'minLength'
  if (crossed) throw new InputError(`${crossed} is greater than its maximum`, { at: place(crossed) })
}

const temporal = ['date', 'time', 'datetime']

function expectFormat({ type, format }: ReadField, at: Position): void {
  const unknown = type === 'string' && !(format in stringFormats)
  if (unknown)
    throw new InputError(`a string has no format '${format}'`, {
      at,
      remedy: `It has ${Object.keys(stringFormats).join(', ')}.`,
    })
  const custom = temporal.includes(type) && !['default', 'any'].includes(format)
  if (custom && !/^(?:[^%\0]|%[aAbBdHIjmMpSyYf%])+$/.test(format))
    throw new InputError(`the format ${JSON.stringify(format)} cannot be read`, {
      at,
      remedy: 'Directives are %a %A %b %B %d %f %H %I %j %m %M %p %S %y %Y and %%.',
    })
}

function typeCheck(field: ReadField, column: ColumnDocument, at: Position): PlannedExpectation[] {
  const { name, type, format } = field
  if (type === 'any' || isNatural(field, column.type)) return []
  return [
    rowCheck(at, {
      type: 'expect_column_values_to_be_readable_as',
      kwargs: { column: name, field_type: type, ...(format !== 'default' && { format }) },
      columns: [name],
      unexpected: ([facts]) => (facts ? readingOf(field, facts).wrong : sql`FALSE`),
    }),
  ]
}

/** What of a field is not checked. */
function leftOut(field: ReadField, place: (...path: readonly string[]) => Position): Untranslated[] {
  const { name, type, format, constraints = {} } = field
  const told = (what: string, why: string, ...path: readonly string[]) => ({
    what: `${what} of '${name}'`,
    why,
    at: place(...path),
  })
  const collection = ['array', 'object', 'list'].includes(type)
  return [
    ...(type === 'geojson' || type === 'list' ? [told(`type ${type}`, 'such values are not looked into', 'type')] : []),
    ...(type === 'geopoint' && format !== 'default'
      ? [told(`format ${format}`, 'such points are not read', 'format')]
      : []),
    ...(temporal.includes(type) && format === 'any'
      ? [told('format any', 'times in any form are not read', 'format')]
      : []),
    ...(constraints.jsonSchema
      ? [told('jsonSchema', 'such values are not looked into', 'constraints', 'jsonSchema')]
      : []),
    ...(collection
      ? (['minLength', 'maxLength'] as const)
          .filter((key) => constraints[key] !== undefined)
          .map((key) => told(key, `the parts of an ${type} are not counted`, 'constraints', key))
      : []),
  ]
}
