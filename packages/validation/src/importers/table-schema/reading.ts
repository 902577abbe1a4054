import { join, literal, type Sql, sql } from '@trainyard/dataset'
import type { ColumnType } from '@trainyard/evidence'
import { shownSql } from '../../kinds/sql/constants.ts'
import type { ColumnFacts } from '../../kinds/table.ts'
import type { Field } from './form.ts'

/** A field of the schema, with the texts that stand for a missing value of it beside the empty one. */
export interface ReadField extends Field {
  readonly type: string
  readonly format: string
  readonly missing: readonly string[]
}

/** The cells of a column as a field reads them. */
export interface Reading {
  /** NULL for a missing cell, and for one that cannot be read. */
  readonly value: Sql
  /** Holds for a cell that is there and cannot be read. */
  readonly wrong: Sql
}

/** Columns of ours that hold the values of a field as they are. */
const natural: Readonly<Record<string, readonly ColumnType[]>> = {
  string: ['string'],
  integer: ['integer'],
  number: ['integer', 'number'],
  date: ['date'],
  datetime: ['timestamp'],
  time: ['time'],
  any: ['string', 'integer', 'number', 'boolean', 'date', 'time', 'timestamp'],
}

/** How the cells of a column are read: what is no value of the field's type is wrong. */
export function readingOf(field: ReadField, column: ColumnFacts): Reading {
  if (isNatural(field, column.type)) return { value: column.sql, wrong: sql`FALSE` }
  const text = shownSql(column.type, column.sql)
  const shown = sql`CAST(${text} AS VARCHAR)`
  const missing = join([sql`NULL`, ...field.missing.map((each) => literal(each))])
  const cell = sql`CASE WHEN coalesce(${shown} IN (${missing}), FALSE) THEN NULL ELSE ${shown} END`
  const value = valueOfText(field, sql`(${cell})`, column.type)
  return { value, wrong: sql`((${cell}) IS NOT NULL AND ${value} IS NULL)` }
}

/** Whether the cells of a column need no reading. */
export function isNatural({ type, format, missing, ...field }: ReadField, column: ColumnType): boolean {
  const plain = format === 'default' && missing.length === 0 && field.groupChar === undefined
  return plain && natural[type]?.includes(column) === true
}

type Reader = (text: Sql, field: ReadField, column: ColumnType) => Sql

/** A text as a value of the field; NULL where it is none. */
export function valueOfText(field: ReadField, text: Sql, column: ColumnType = 'string'): Sql {
  return sql`(${readers[field.type]?.(text, field, column) ?? text})`
}

const readers: Readonly<Record<string, Reader>> = {
  string: (text, { format }) => matching(text, stringFormats[format]),
  integer: readInteger,
  number: readNumber,
  boolean: readBoolean,
  date: (text, field) => readTime(text, field, '\\d{4}-\\d{1,2}-\\d{1,2}', sql`DATE`),
  time: (text, field) => readTime(text, field, '\\d{1,2}:\\d{1,2}:\\d{1,2}', sql`TIME`),
  datetime: (text, field) => readTime(text, field, '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d\\S*', sql`TIMESTAMP`),
  year: (text) => sql`TRY_CAST(${matching(text, '\\d{4}')} AS INTEGER)`,
  yearmonth: (text) => matching(text, '\\d{1,4}-(0?[1-9]|1[0-2])'),
  duration: (text) => matching(text, 'P(\\d+([.,]\\d+)?[YMWD])*(T(\\d+([.,]\\d+)?[HMS])+)?'),
  geopoint: readGeopoint,
  object: (text) => json(text, 'OBJECT'),
  array: (text) => json(text, 'ARRAY'),
}

/** Formats of text, in RE2. Addresses are looked at as far as mistakes are likely. */
export const stringFormats: Readonly<Record<string, string | undefined>> = {
  default: undefined,
  email: '[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+',
  uri: '(?i)[a-z][a-z0-9+.-]*:\\S+',
  uuid: '(?i)[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}',
  binary: '([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?',
}

function matching(text: Sql, pattern: string | undefined): Sql {
  return pattern === undefined ? text : sql`CASE WHEN regexp_full_match(${text}, ${pattern}) THEN ${text} END`
}

/** A number with a whole value is an integer, where the file itself says that it is a number. */
function readInteger(text: Sql, field: ReadField, column: ColumnType): Sql {
  if (column === 'number') {
    const value = sql`TRY_CAST(${text} AS DOUBLE)`
    return sql`CASE WHEN ${value} = floor(${value}) THEN ${value} END`
  }
  return sql`TRY_CAST(${matching(bare(text, field), '\\s*[+-]?\\d+\\s*')} AS HUGEINT)`
}

const decimal = '(?i)\\s*[+-]?((\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?|nan|inf|infinity)\\s*'

function readNumber(text: Sql, field: ReadField): Sql {
  const { groupChar, decimalChar = '.' } = field
  const digits = bare(text, field)
  const grouped = groupChar === undefined ? digits : sql`replace(${digits}, ${groupChar}, '')`
  const pointed =
    decimalChar === '.'
      ? grouped
      : sql`CASE WHEN NOT contains(${grouped}, '.') THEN replace(${grouped}, ${decimalChar}, '.') END`
  return sql`TRY_CAST(${matching(sql`(${pointed})`, decimal)} AS DOUBLE)`
}

/** Without `bareNumber`, what stands before and after the digits is no part of the number. */
function bare(text: Sql, { bareNumber = true }: ReadField): Sql {
  return bareNumber ? text : sql`regexp_replace(trim(${text}), '(^[^-\\d]*)|(\\D*$)', '', 'g')`
}

/** A column of truth values has lost how they were written. */
function readBoolean(text: Sql, { trueValues = trues, falseValues = falses }: ReadField, column: ColumnType): Sql {
  const written = (values: readonly string[]) =>
    join([sql`NULL`, ...values.map((value) => literal(column === 'boolean' ? value.toLowerCase() : value))])
  return sql`CASE WHEN ${text} IN (${written(trueValues)}) THEN TRUE WHEN ${text} IN (${written(falseValues)}) THEN FALSE END`
}

const trues = ['true', 'True', 'TRUE', '1']
const falses = ['false', 'False', 'FALSE', '0']

function readTime(text: Sql, { format }: ReadField, pattern: string, type: Sql): Sql {
  if (format === 'any') return text
  if (format !== 'default') return sql`TRY_CAST(try_strptime(${text}, ${format}) AS ${type})`
  const written = matching(text, pattern)
  if (type.text !== 'TIMESTAMP') return sql`TRY_CAST(${written} AS ${type})`
  return sql`(TRY_CAST(${written} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')`
}

function readGeopoint(text: Sql, { format }: ReadField): Sql {
  if (format !== 'default') return text
  const [longitude, latitude] = [1, 2].map((part) => sql`TRY_CAST(trim(split_part(${text}, ',', ${part})) AS DOUBLE)`)
  const bounded = sql`abs(${longitude ?? null}) <= 180 AND abs(${latitude ?? null}) <= 90`
  return sql`CASE WHEN regexp_full_match(${text}, '[^,]+,[^,]+') AND ${bounded} THEN ${text} END`
}

function json(text: Sql, type: 'OBJECT' | 'ARRAY'): Sql {
  return sql`CASE WHEN json_valid(${text}) THEN CASE WHEN json_type(${text}) = ${type} THEN ${text} END END`
}
