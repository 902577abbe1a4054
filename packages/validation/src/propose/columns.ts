import type { ColumnType } from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'
import type { Allowance, ColumnBounds, RangeBound, TableBounds } from './bounds.ts'
import { type Basis, counted, mostlyOf, type WrittenExpectation, written } from './written.ts'

type Alpha = TableBounds['alpha']

/** What is expected of one column, the most important first. */
export function columnExpectations(bounds: ColumnBounds, alpha: Alpha): readonly WrittenExpectation[] {
  const { column } = bounds
  if (column.present === 0) return []
  return [
    typeExpectation(bounds),
    ...presence(bounds, alpha),
    ...(column.role === 'id' ? [uniqueId(column.name)] : []),
    ...ranges(bounds, alpha),
    ...categories(bounds, alpha),
    ...texts(bounds, alpha),
  ]
}

/** Great Expectations' names of our types; a column of numbers may happen to hold whole ones only. */
const typeNames: Readonly<Record<ColumnType, readonly string[]>> = {
  number: ['float', 'int'],
  integer: ['int'],
  boolean: ['bool'],
  string: ['str'],
  date: ['date'],
  time: ['time'],
  timestamp: ['datetime64'],
}

function typeExpectation({ column: { name: column, type } }: ColumnBounds): WrittenExpectation {
  const [only = type, ...more] = typeNames[type]
  const why = `All values read as ${type}.`
  return more.length === 0
    ? written('expect_column_values_to_be_of_type', 'critical', { column, type_: only }, { why })
    : written('expect_column_values_to_be_in_type_list', 'critical', { column, type_list: typeNames[type] }, { why })
}

function presence({ column: { name: column, role }, missing }: ColumnBounds, { critical }: Alpha) {
  const type = 'expect_column_values_to_not_be_null'
  if (!missing) return [written(type, 'critical', { column }, { why: `Every row needs its ${role}.` })]
  const why = rare(missing, critical, 'rows lack a value. Prediction limit of rare events: Thatcher (1964).')
  return [written(type, 'critical', { column, ...mostlyOf(missing) }, chanceOf(why, missing.of, critical))]
}

function uniqueId(column: string): WrittenExpectation {
  return written('expect_column_values_to_be_unique', 'critical', { column }, { why: 'The column names a row.' })
}

function ranges({ column, range, median }: ColumnBounds, alpha: Alpha): readonly WrittenExpectation[] {
  const severity = range?.basis === 'widened' ? 'warning' : 'critical'
  const type = 'expect_column_values_to_be_between'
  return [
    ...(range && isBounded(range)
      ? [written(type, severity, { column: column.name, ...limits(range) }, rangeBasis(range, alpha.critical))]
      : []),
    ...(median && isBounded(median)
      ? [
          written(
            'expect_column_median_to_be_between',
            'warning',
            { column: column.name, ...limits({ ...median }) },
            chanceOf(
              'Order statistics that the median of as many values lies between: Fligner and Wolfe (1976).',
              column.present,
              alpha.warning,
            ),
          ),
        ]
      : []),
  ]
}

function categories({ column, categories: bound }: ColumnBounds, { critical }: Alpha): readonly WrittenExpectation[] {
  if (!bound) return []
  const why = rare(bound.beyond, critical, 'values are of a category not seen so far. Good (1953), Esty (1983).')
  return [
    written(
      'expect_column_values_to_be_in_set',
      'critical',
      { column: column.name, value_set: bound.values, ...mostlyOf(bound.beyond) },
      chanceOf(why, bound.beyond.of, critical),
    ),
  ]
}

function texts({ column, lengths, format, repeated }: ColumnBounds, alpha: Alpha): readonly WrittenExpectation[] {
  const name = { column: column.name }
  const formatWhy = format && `All are ${column.format?.name}. ${rare(format, alpha.critical, 'values are not.')}`
  const repeatWhy = repeated && `No value occurs twice. ${rare(repeated, alpha.warning, 'rows share one.')}`
  return [
    ...(format && column.format && formatWhy
      ? [
          written(
            'expect_column_values_to_match_regex',
            'critical',
            { ...name, regex: column.format.regex, ...mostlyOf(format) },
            chanceOf(formatWhy, format.of, alpha.critical),
          ),
        ]
      : []),
    ...(lengths
      ? [
          written(
            'expect_column_value_lengths_to_be_between',
            'warning',
            { ...name, ...limits(lengths) },
            rangeBasis(lengths, alpha.warning),
          ),
        ]
      : []),
    ...(repeated && repeatWhy
      ? [
          written(
            'expect_column_values_to_be_unique',
            'warning',
            { ...name, ...mostlyOf(repeated) },
            chanceOf(repeatWhy, repeated.of, alpha.warning),
          ),
        ]
      : []),
  ]
}

function limits({ low, high, beyond }: Partial<RangeBound>) {
  return {
    ...(low !== undefined && { min_value: low }),
    ...(high !== undefined && { max_value: high }),
    ...(beyond && mostlyOf(beyond)),
  }
}

function rangeBasis({ basis, beyond }: RangeBound, alpha: number): Basis {
  if (basis === 'widened')
    return {
      why: `${grouped(beyond.of)} values are too few for a tolerance interval: the observed range and its width on each side.`,
      values: beyond.of,
    }
  const why = rare(beyond, alpha, 'values lie outside. It holds for any distribution: order statistics, Wilks (1941).')
  return chanceOf(why, beyond.of, alpha)
}

/** The sentence of all bounds on a share. */
function rare(allowance: Allowance, chance: number, what: string): string {
  return `Of as many from the same source, more than ${counted(allowance)} ${what.replace('.', ` with a chance of at most ${percent(chance)}.`)}`
}

function percent(chance: number): string {
  return `${Number((chance * 100).toPrecision(2))} %`
}

function chanceOf(why: string, values: number, chance: number): Basis {
  return { why, values, chance: Number(chance.toPrecision(3)) }
}

function isBounded({ low, high }: Pick<RangeBound, 'low' | 'high'>): boolean {
  return low !== undefined || high !== undefined
}
