import { join, literal, type Sql, sql } from '@trainyard/dataset'
import type { ColumnDocument } from '@trainyard/evidence'
import { InputError, type Position } from '@trainyard/ports'
import type { ColumnFacts } from '../../kinds/table.ts'
import type { PlannedExpectation } from '../../suite/types.ts'
import { expectAt, repeatedValues, rowCheck } from '../checks.ts'
import type { Constant, Constraints } from './form.ts'
import { isNatural, type ReadField, readingOf, valueOfText } from './reading.ts'

type PlaceOf = (name: keyof Constraints) => Position

/** What the constraints of a field ask of its column. A cell that cannot be read is told by the check of the type. */
export function constraintChecks(field: ReadField, column: ColumnDocument, at: PlaceOf): PlannedExpectation[] {
  const { required, unique, pattern } = field.constraints ?? {}
  return [
    ...(required ? [notMissing(field, at('required'))] : []),
    ...(unique ? [noneTwice(field, column, at('unique'))] : []),
    ...(pattern === undefined ? [] : [matches(field, pattern, at('pattern'))]),
    ...range(field, at),
    ...lengths(field, at),
    ...among(field, at),
  ]
}

function notMissing(field: ReadField, at: Position): PlannedExpectation {
  const type = 'expect_column_values_to_not_be_null'
  const { name: column } = field
  return rowCheck(at, { type, kwargs: { column }, columns: [column], missing: 'judged', unexpected })

  function unexpected([facts]: readonly ColumnFacts[]): Sql {
    if (!facts) return sql`FALSE`
    const { value, wrong } = readingOf(field, facts)
    return sql`(${value} IS NULL AND NOT ${wrong})`
  }
}

function noneTwice(field: ReadField, { type }: ColumnDocument, at: Position): PlannedExpectation {
  const { name } = field
  if (isNatural(field, type))
    return expectAt(at, { type: 'expect_column_values_to_be_unique', kwargs: { column: name } })
  return repeatedValues(at, {
    type: 'expect_column_values_to_be_unique',
    kwargs: { column: name },
    columns: [name],
    key: ([column]) => (column ? [readingOf(field, column).value] : []),
  })
}

/** The whole text matches, as frictionless asks; a text that stands for a missing value always does. */
function matches({ name, missing }: ReadField, pattern: string, at: Position): PlannedExpectation {
  const texts = missing.map((text) => `^${text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`)
  const regex = [`^(?:^${pattern}$)`, ...texts].join('|')
  return expectAt(at, { type: 'expect_column_values_to_match_regex', kwargs: { column: name, regex } })
}

const comparisons = {
  minimum: { kwargs: (min_value: Constant) => ({ min_value }), holds: (a: Sql, b: Sql) => sql`${a} >= ${b}` },
  maximum: { kwargs: (max_value: Constant) => ({ max_value }), holds: (a: Sql, b: Sql) => sql`${a} <= ${b}` },
  exclusiveMinimum: {
    kwargs: (min_value: Constant) => ({ min_value, strict_min: true }),
    holds: (a: Sql, b: Sql) => sql`${a} > ${b}`,
  },
  exclusiveMaximum: {
    kwargs: (max_value: Constant) => ({ max_value, strict_max: true }),
    holds: (a: Sql, b: Sql) => sql`${a} < ${b}`,
  },
} as const

function range(field: ReadField, at: PlaceOf): PlannedExpectation[] {
  return (['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const).flatMap((name) => {
    const bound = field.constraints?.[name]
    if (bound === undefined) return []
    const { kwargs, holds } = comparisons[name]
    const limit = constant(field, bound, at(name))
    const type = 'expect_column_values_to_be_between'
    return [valueCheck(field, at(name), type, kwargs(bound), (value) => holds(value, limit))]
  })
}

function lengths(field: ReadField, at: PlaceOf): PlannedExpectation[] {
  const { minLength, maxLength } = field.constraints ?? {}
  if (field.type !== 'string') return []
  const type = 'expect_column_value_lengths_to_be_between'
  return [
    ...(minLength === undefined
      ? []
      : [
          valueCheck(
            field,
            at('minLength'),
            type,
            { min_value: minLength },
            (text) => sql`length(${text}) >= ${minLength}`,
          ),
        ]),
    ...(maxLength === undefined
      ? []
      : [
          valueCheck(
            field,
            at('maxLength'),
            type,
            { max_value: maxLength },
            (text) => sql`length(${text}) <= ${maxLength}`,
          ),
        ]),
  ]
}

function among(field: ReadField, at: PlaceOf): PlannedExpectation[] {
  const value_set = field.constraints?.enum
  if (value_set === undefined) return []
  const constants = join(value_set.map((value) => constant(field, value, at('enum'))))
  const type = 'expect_column_values_to_be_in_set'
  return [valueCheck(field, at('enum'), type, { value_set }, (value) => sql`${value} IN (${constants})`)]
}

/** A check of the values that can be read. Where a constant cannot be read, no value is as expected. */
function valueCheck(
  field: ReadField,
  at: Position,
  type: string,
  kwargs: Readonly<Record<string, unknown>>,
  holds: (value: Sql) => Sql,
): PlannedExpectation {
  return rowCheck(at, {
    type,
    kwargs: { column: field.name, ...kwargs },
    columns: [field.name],
    unexpected: ([column]) => {
      if (!column) return sql`FALSE`
      const { value } = readingOf(field, column)
      const read = field.type === 'string' ? sql`CAST(${value} AS VARCHAR)` : value
      return sql`(${value} IS NOT NULL AND NOT coalesce(${holds(read)}, FALSE))`
    },
  })
}

const numeric = ['integer', 'number', 'year']

/** A constant of the schema, read as the field reads its cells. */
function constant(field: ReadField, written: Constant, at: Position): Sql {
  if (numeric.includes(field.type)) {
    const number = typeof written === 'boolean' || written === '' ? Number.NaN : Number(written)
    if (Number.isFinite(number)) return literal(number)
    throw new InputError(`${JSON.stringify(written)} is no ${field.type}`, { at })
  }
  if (typeof written === 'boolean') return literal(written)
  if (String(written).includes('\0')) throw new InputError('a constant cannot hold a NUL character', { at })
  return valueOfText({ ...field, missing: [] }, literal(String(written)))
}
