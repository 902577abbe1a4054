import { child, children, flagOf, has, type Message, numberOf, placeOf, textOf } from '@trainyard/config'
import { sql } from '@trainyard/dataset'
import { InputError, type Position } from '@trainyard/ports'
import { type Check, measuredCount } from '../../kinds/check.ts'
import { findColumn, isFault } from '../../kinds/table.ts'
import type { PlannedExpectation } from '../../suite/types.ts'
import { expectAt } from '../checks.ts'
import { type Imported, leftOut, merge, type TableShape, translated } from '../types.ts'
import { domainChecks, type Target } from './domains.ts'
import { driftOf } from './drift.ts'

/** Columns of ours that TFDV would read as each of its types. */
const columnTypes: Readonly<Record<string, readonly string[]>> = {
  BYTES: ['string', 'boolean', 'date', 'time', 'timestamp'],
  INT: ['integer', 'boolean'],
  FLOAT: ['number'],
}

/**
 * What a schema asks of one feature that is not deprecated. Where the feature is outside the environment, TFDV still
 * looks at its values.
 */
export function featureChecks(
  feature: Message,
  shared: ReadonlyMap<string, Message>,
  table: TableShape,
  inside: boolean,
): Imported {
  const name = nameOf(feature)
  const type = typeOf(feature, name)
  if (type === 'STRUCT' || has(feature, 'struct_domain'))
    return left(feature, 'struct_domain', name, 'a column of a table holds no structures')
  const column = table.columns.find((known) => known.name === name)
  const empty = column === undefined || column.missing === table.rows
  const required = inside && isRequired(feature)
  if (column === undefined) return driftOf(feature)
  if (empty) return merge([translated(...(required ? presence(feature, name) : [])), driftOf(feature)])
  const target = { feature, type, column }
  return merge([
    translated(typeCheck(target), ...presence(feature, name), ...valueCounts(feature, name), ...unique(target)),
    ...nested(feature, name),
    ...domainChecks(target, shared),
    driftOf(feature),
  ])
}

/** @throws InputError where it has none */
export function nameOf(feature: Message): string {
  const name = textOf(feature, 'name')
  if (name !== undefined) return name
  throw new InputError('a feature has a name', { at: feature.at })
}

/** Whether the column has to be there: TFDV's IsExistenceRequired. */
export function isRequired(feature: Message): boolean {
  const presence = child(feature, 'presence')
  return (numberOf(presence, 'min_count') ?? 0) > 0 || (numberOf(presence, 'min_fraction') ?? 0) > 0
}

function typeOf(feature: Message, name: string): string {
  const type = textOf(feature, 'type')
  if (type !== undefined && type !== 'TYPE_UNKNOWN') return type
  if (has(feature, 'domain') || has(feature, 'string_domain')) return 'BYTES'
  throw new InputError(`feature '${name}' has no type`, {
    at: feature.at,
    remedy: 'Give it type: INT, FLOAT or BYTES.',
  })
}

function typeCheck({ feature, type, column }: Target): PlannedExpectation {
  const kwargs = { column: column.name, type_list: columnTypes[type] ?? [] }
  return expectAt(placeOf(feature, 'type'), { type: 'expect_column_values_to_be_in_type_list', kwargs })
}

function presence(feature: Message, column: string): PlannedExpectation[] {
  const message = child(feature, 'presence')
  if (!message) return []
  const fraction = numberOf(message, 'min_fraction')
  const count = numberOf(message, 'min_count')
  if (fraction !== undefined && !(fraction >= 0 && fraction <= 1))
    throw new InputError(`min_fraction is a share between 0 and 1, not ${fraction}`, {
      at: placeOf(message, 'min_fraction'),
    })
  return [
    ...(fraction !== undefined && fraction > 0
      ? [
          expectAt(placeOf(message, 'min_fraction'), {
            type: 'expect_column_proportion_of_non_null_values_to_be_between',
            kwargs: { column, min_value: fraction },
          }),
        ]
      : []),
    ...(count !== undefined && count > 0 ? [atLeast(column, count, placeOf(message, 'min_count'))] : []),
  ]
}

function atLeast(name: string, count: number, at: Position): PlannedExpectation {
  const type = 'expect_column_non_null_count_to_be_between'
  const kwargs = { column: name, min_value: count }
  return { type, kwargs, meta: {}, severity: 'critical', patterns: [], at, compile }

  function compile(table: Parameters<PlannedExpectation['compile']>[0]) {
    const column = findColumn(table, name)
    if (isFault(column)) return column
    const check: Check = {
      kind: 'check',
      measures: { present: sql`count(${column.sql})` },
      judge: (measured) => {
        const observed = measuredCount(measured, 'present')
        return { kind: 'value', success: observed >= count, observed }
      },
    }
    return check
  }
}

/** A cell holds one value or none: another number of values is never met by a cell that has one. */
function valueCounts(feature: Message, column: string): PlannedExpectation[] {
  const range = child(feature, 'value_count')
  const [min = 0, max] = [numberOf(range, 'min'), numberOf(range, 'max')]
  if (min < 0 || (max !== undefined && max < min))
    throw new InputError('value_count: min is 0 or more, and max not below it', { at: placeOf(feature, 'value_count') })
  const none = { type: 'expect_column_values_to_be_null', kwargs: { column } }
  const all = { type: 'expect_column_values_to_not_be_null', kwargs: { column } }
  const counted = min > 1 || (max ?? 1) < 1 ? [expectAt(placeOf(feature, 'value_count'), none)] : []
  if (!has(feature, 'shape')) return counted
  const sizes = children(child(feature, 'shape'), 'dim').map((dim) => numberOf(dim, 'size') ?? 0)
  if (sizes.some((size) => size <= 0))
    throw new InputError('shape: the size of a dimension is 1 or more', { at: placeOf(feature, 'shape') })
  return [...counted, expectAt(placeOf(feature, 'shape'), sizes.every((size) => size === 1) ? all : none)]
}

function unique({ feature, type, column }: Target): PlannedExpectation[] {
  const constraints = child(feature, 'unique_constraints')
  if (!constraints) return []
  const at = placeOf(feature, 'unique_constraints')
  const categorical = flagOf(child(feature, 'int_domain'), 'is_categorical')
  if (type !== 'BYTES' && !categorical)
    throw new InputError('unique_constraints go with BYTES and with categorical integers only', { at })
  const [min, max] = [numberOf(constraints, 'min'), numberOf(constraints, 'max')]
  if (min !== undefined && max !== undefined && min > max)
    throw new InputError(`unique_constraints: min ${min} is greater than max ${max}`, { at })
  const kwargs = {
    column: column.name,
    ...(min !== undefined && { min_value: min }),
    ...(max !== undefined && { max_value: max }),
  }
  return [expectAt(at, { type: 'expect_column_unique_value_count_to_be_between', kwargs })]
}

function nested(feature: Message, name: string): Imported[] {
  return [
    ['value_counts', 'a cell holds one value: there is no nesting'] as const,
    ['group_presence', 'a table has no groups'] as const,
  ]
    .filter(([field]) => has(feature, field))
    .map(([field, why]) => left(feature, field, name, why))
}

function left(feature: Message, field: string, name: string, why: string): Imported {
  return leftOut({ what: `${field} of '${name}'`, why, at: placeOf(feature, field) })
}
