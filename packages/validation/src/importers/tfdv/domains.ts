import { child, flagOf, has, type Message, numberOf, placeOf, textOf, texts } from '@trainyard/config'
import { sql } from '@trainyard/dataset'
import type { ColumnDocument } from '@trainyard/evidence'
import { InputError, type Position } from '@trainyard/ports'
import { expectAt, rowCheck } from '../checks.ts'
import { type Imported, leftOut, translated } from '../types.ts'

/** A feature of the schema and the column of the table that it speaks of. */
export interface Target {
  readonly feature: Message
  readonly type: string
  readonly column: ColumnDocument
}

type Domain = (target: Target, domain: Message, at: Position) => Imported

/** What each domain is translated to, and the types of feature that it goes with: TFDV's AllowedFeatureTypes. */
const domains: Readonly<Record<string, { readonly types: readonly string[]; readonly read: Domain }>> = {
  int_domain: { types: ['INT', 'BYTES'], read: intDomain },
  float_domain: { types: ['FLOAT', 'BYTES'], read: floatDomain },
  bool_domain: { types: ['INT', 'BYTES', 'FLOAT'], read: boolDomain },
  string_domain: {
    types: ['BYTES'],
    read: (target, domain, at) => translated(inDomain(target, texts(domain, 'value'), at)),
  },
}

const semantic = ['natural_language', 'image', 'audio', 'video', 'content_chunk', 'mid', 'url', 'time', 'time_of_day']

/**
 * The values that a feature may have.
 * @param shared the string domains of the schema, by name
 */
export function domainChecks(target: Target, shared: ReadonlyMap<string, Message>): Imported[] {
  return [...ownDomains(target), ...sharedDomain(target, shared), ...semanticDomains(target), mass(target.feature)]
}

function ownDomains(target: Target): Imported[] {
  return Object.entries(domains).flatMap(([name, { types, read }]) => {
    const domain = child(target.feature, name)
    if (!domain) return []
    expectType(target, name, types)
    return [read(target, domain, placeOf(target.feature, name))]
  })
}

function sharedDomain(target: Target, shared: ReadonlyMap<string, Message>): Imported[] {
  const name = textOf(target.feature, 'domain')
  if (name === undefined) return []
  const at = placeOf(target.feature, 'domain')
  const domain = shared.get(name)
  if (!domain) throw new InputError(`the schema has no string_domain '${name}'`, { at })
  expectType(target, 'domain', ['BYTES'])
  return [translated(inDomain(target, texts(domain, 'value'), at))]
}

function expectType({ type, feature }: Target, name: string, types: readonly string[]): void {
  if (types.includes(type)) return
  throw new InputError(`a ${name} does not go with type ${type}, only with ${types.join(' or ')}`, {
    at: placeOf(feature, name),
  })
}

function semanticDomains({ feature, column }: Target): Imported[] {
  return semantic
    .map((name) => `${name}_domain`)
    .filter((name) => has(feature, name))
    .map((name) =>
      leftOut({
        what: `${name} of '${column.name}'`,
        why: 'the meaning of texts, images and times is not looked at',
        at: placeOf(feature, name),
      }),
    )
}

/** Distribution constraints are part of a string domain's check; with any other domain they are a fault, as in TFDV. */
function mass(feature: Message): Imported {
  if (!has(feature, 'distribution_constraints') || has(feature, 'domain') || has(feature, 'string_domain'))
    return translated()
  throw new InputError('distribution_constraints go with a domain or string_domain only', {
    at: placeOf(feature, 'distribution_constraints'),
  })
}

function intDomain({ column, type }: Target, domain: Message, at: Position): Imported {
  const range = { min: wholeBound(domain, 'min'), max: wholeBound(domain, 'max') }
  if (type === 'BYTES' && column.type === 'string') return translated(readAs(column, 'whole', range, at))
  return between(column, range, at)
}

/** The ends of 64 bits bound nothing, and a double between them and 2^53 may not be the number that was written. */
function wholeBound(domain: Message, name: string): number | undefined {
  const value = numberOf(domain, name)
  if (value === undefined || Math.abs(value) >= 2 ** 63) return undefined
  if (Number.isSafeInteger(value)) return value
  throw new InputError(`${name} lies beyond 2^53, where it cannot be compared exactly`, { at: placeOf(domain, name) })
}

function floatDomain({ column, type }: Target, domain: Message, at: Position): Imported {
  const range = { min: numberOf(domain, 'min'), max: numberOf(domain, 'max') }
  if (Number.isNaN(range.min) || Number.isNaN(range.max)) throw new InputError('a bound cannot be NaN', { at })
  const values =
    type === 'BYTES' && column.type === 'string'
      ? translated(readAs(column, 'any', range, at))
      : between(column, range, at)
  const finite = flagOf(domain, 'disallow_inf') && column.type === 'number' ? [allFinite(column, domain)] : []
  const nan = flagOf(domain, 'disallow_nan')
    ? [
        {
          what: `float_domain.disallow_nan of '${column.name}'`,
          why: 'NaN is a missing value here: presence counts it',
          at: placeOf(domain, 'disallow_nan'),
        },
      ]
    : []
  return { expectations: [...values.expectations, ...finite], untranslated: nan }
}

function allFinite({ name }: ColumnDocument, domain: Message) {
  return rowCheck(placeOf(domain, 'disallow_inf'), {
    type: 'expect_column_values_to_be_finite',
    kwargs: { column: name },
    columns: [name],
    unexpected: ([column]) => sql`isinf(${column?.sql ?? null})`,
  })
}

interface NumberRange {
  readonly min: number | undefined
  readonly max: number | undefined
}

function between({ name, type }: ColumnDocument, { min, max }: NumberRange, at: Position): Imported {
  const low = min !== undefined && Number.isFinite(min)
  const high = max !== undefined && Number.isFinite(max)
  if (min !== undefined && max !== undefined && min > max)
    throw new InputError(`min ${min} is greater than max ${max}`, { at })
  if ((!low && !high) || (type !== 'number' && type !== 'integer')) return translated()
  const kwargs = { column: name, ...(low && { min_value: min }), ...(high && { max_value: max }) }
  return translated(expectAt(at, { type: 'expect_column_values_to_be_between', kwargs }))
}

const numbers = {
  whole: { pattern: '\\s*[+-]?\\d+\\s*', type: sql`BIGINT` },
  any: { pattern: '(?s).*', type: sql`DOUBLE` },
}

/** Text that must hold a number, as TFDV reads a domain of numbers on BYTES. */
function readAs({ name }: ColumnDocument, kind: keyof typeof numbers, { min, max }: NumberRange, at: Position) {
  const bounds = { ...(min !== undefined && { min_value: min }), ...(max !== undefined && { max_value: max }) }
  return rowCheck(at, {
    type: 'expect_column_values_to_be_readable_as_number',
    kwargs: { column: name, ...bounds },
    columns: [name],
    unexpected: ([column]) => {
      const text = column?.sql ?? sql`NULL`
      const value = sql`TRY_CAST(${text} AS ${numbers[kind].type})`
      const written = sql`(regexp_full_match(${text}, ${numbers[kind].pattern}) AND ${value} IS NOT NULL)`
      const below = min === undefined ? sql`FALSE` : sql`${value} < ${min}`
      const above = max === undefined ? sql`FALSE` : sql`${value} > ${max}`
      return sql`(NOT ${written} OR ${below} OR ${above})`
    },
  })
}

function boolDomain(target: Target, domain: Message, at: Position): Imported {
  const { column, type } = target
  const words = ['true_value', 'false_value'].flatMap((name) => texts(domain, name))
  if (words.length === 2 && words[0] === words[1])
    throw new InputError('true_value and false_value are the same', { at })
  if (type === 'BYTES') {
    if (words.length === 0) throw new InputError('a bool_domain on BYTES needs true_value or false_value', { at })
    return translated(inDomain(target, words, at))
  }
  if (words.length > 0)
    throw new InputError(`a bool_domain on ${type} has no true_value and no false_value: they are 1 and 0`, { at })
  if (column.type === 'boolean') return translated()
  const kwargs = { column: column.name, value_set: [0, 1] }
  return translated(expectAt(at, { type: 'expect_column_values_to_be_in_set', kwargs }))
}

function inDomain({ feature, column }: Target, values: readonly string[], at: Position) {
  const constraints = child(feature, 'distribution_constraints')
  const share = numberOf(constraints, 'min_domain_mass') ?? 1
  if (!(share >= 0 && share <= 1))
    throw new InputError(`min_domain_mass is a share between 0 and 1, not ${share}`, {
      at: placeOf(feature, 'distribution_constraints'),
    })
  const value_set = column.type === 'boolean' ? truths(values) : values
  const kwargs = { column: column.name, value_set, ...(share < 1 && { mostly: share }) }
  return expectAt(at, { type: 'expect_column_values_to_be_in_set', kwargs })
}

/** A column of truth values has lost how they were written. */
function truths(values: readonly string[]): readonly boolean[] {
  const lower = values.map((value) => value.toLowerCase())
  return [true, false].filter((truth) => lower.includes(String(truth)))
}
