import { join, sql } from '@trainyard/dataset'
import { InputError, type Position } from '@trainyard/ports'
import { type ColumnFacts, findColumns, isFault } from '../../kinds/table.ts'
import type { PlannedExpectation } from '../../suite/types.ts'
import { keySql, repeatedValues, rowCheck } from '../checks.ts'
import { type Imported, leftOut, merge, translated } from '../types.ts'
import type { ForeignKey, Placed } from './form.ts'
import { type ReadField, readingOf } from './reading.ts'

/** The keys of a table, as far as its own rows can tell. `fields` are those that are columns of the table. */
export function keyChecks({ schema, at, resource }: Placed, fields: ReadonlyMap<string, ReadField>): Imported {
  const names = schema.fields.map(({ name }) => name)
  const known = (key: string | readonly string[] | undefined, place: Position) => columnsOf(key, names, place)
  const primary = known(schema.primaryKey, at('primaryKey'))
  const unique = (schema.uniqueKeys ?? []).map((key, index) => known(key, at('uniqueKeys', index)))
  return merge([
    translated(
      ...(isPresent(primary, fields) ? primaryKey(primary, fields, at('primaryKey')) : []),
      ...unique.flatMap((key, index) =>
        isPresent(key, fields) ? [notTwice(key, fields, at('uniqueKeys', index))] : [],
      ),
    ),
    ...(schema.foreignKeys ?? []).map((key, index) => {
      const place = at('foreignKeys', index)
      return foreignKey(key, known(key.fields, place), { fields, names, resource, place })
    }),
  ])
}

function columnsOf(key: string | readonly string[] | undefined, names: readonly string[], at: Position) {
  const columns = key === undefined ? [] : typeof key === 'string' ? [key] : key
  const unknown = columns.find((name) => !names.includes(name))
  if (unknown === undefined) return columns
  throw new InputError(`the schema has no field '${unknown}'`, { at })
}

function isPresent(key: readonly string[], fields: ReadonlyMap<string, ReadField>): boolean {
  return key.length > 0 && key.every((name) => fields.has(name))
}

/** A row of which no part of the key is there has none. */
function primaryKey(
  key: readonly string[],
  fields: ReadonlyMap<string, ReadField>,
  at: Position,
): PlannedExpectation[] {
  const present = rowCheck(at, {
    type: 'expect_primary_key_to_be_present',
    kwargs: { column_list: key },
    columns: key,
    missing: 'judged',
    unexpected: (columns) =>
      sql`(${join(
        valuesOf(columns, fields).map((value) => sql`${value} IS NULL`),
        ' AND ',
      )})`,
  })
  return [present, notTwice(key, fields, at)]
}

function notTwice(key: readonly string[], fields: ReadonlyMap<string, ReadField>, at: Position): PlannedExpectation {
  const type = key.length === 1 ? 'expect_column_values_to_be_unique' : 'expect_compound_columns_to_be_unique'
  const kwargs = key.length === 1 ? { column: key[0] } : { column_list: key }
  return repeatedValues(at, { type, kwargs, columns: key, key: (columns) => valuesOf(columns, fields) })
}

interface Surroundings {
  readonly fields: ReadonlyMap<string, ReadField>
  readonly names: readonly string[]
  readonly resource: string | undefined
  readonly place: Position
}

/** A foreign key to the table itself; other tables are not joined. */
function foreignKey(
  { reference }: ForeignKey,
  key: readonly string[],
  { fields, names, resource, place }: Surroundings,
): Imported {
  const { resource: other = '' } = reference
  if (other !== '' && other !== resource)
    return leftOut({
      what: `foreignKeys (${key.join(', ')}) to '${other}'`,
      why: 'other tables are not looked into',
      at: place,
    })
  const target = columnsOf(reference.fields, names, place)
  if (target.length !== key.length)
    throw new InputError('a foreign key has as many fields as what it refers to', { at: place })
  if (!isPresent(key, fields) || !isPresent(target, fields)) return translated()
  return translated(
    rowCheck(place, {
      type: 'expect_foreign_key_to_be_found',
      kwargs: { column_list: key, reference: target },
      columns: key,
      missing: 'judged',
      unexpected: (columns, table) => {
        const referred = findColumns(table, target)
        if (isFault(referred)) return referred
        const own = valuesOf(columns, fields)
        const found = sql`SELECT ${keySql(valuesOf(referred, fields))} FROM ${table.source}`
        const some = sql`(${join(
          own.map((value) => sql`${value} IS NOT NULL`),
          ' OR ',
        )})`
        return sql`(${some} AND ${keySql(own)} NOT IN (${found}))`
      },
    }),
  )
}

function valuesOf(columns: readonly ColumnFacts[], fields: ReadonlyMap<string, ReadField>) {
  return columns.map((column) => {
    const field = fields.get(column.name)
    return field ? readingOf(field, column).value : column.sql
  })
}
