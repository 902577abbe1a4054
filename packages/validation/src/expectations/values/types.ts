import { nearest } from '@trainyard/config'
import type { ColumnType } from '@trainyard/evidence'
import type { Check, Fault } from '../../kinds/check.ts'
import { expectation } from '../../kinds/expectation.ts'
import { text, texts } from '../../kinds/kwargs.ts'
import { findColumn, isFault, type TableFacts } from '../../kinds/table.ts'

/** What other tools call our types, in lower case. */
const names: Readonly<Record<string, ColumnType>> = {
  ...named(
    'integer',
    'integer int int8 int16 int32 int64 uint8 uint16 uint32 uint64 bigint smallint tinyint hugeint long',
  ),
  ...named('number', 'number float float16 float32 float64 double real decimal numeric double_precision'),
  ...named('string', 'string str object varchar text char unicode category'),
  ...named('boolean', 'boolean bool bool_'),
  ...named('date', 'date'),
  ...named('time', 'time'),
  ...named('timestamp', 'timestamp datetime datetime64 datetime64[ns] timestamptz'),
}

/** The column, where it has any value, is of a type, named as Python, pandas, SQL or Trainyard do. Great Expectations: expect_column_values_to_be_of_type. */
export const valuesOfType = expectation({
  type: 'expect_column_values_to_be_of_type',
  kwargs: { column: text, type_: text },
  agree: ({ type_ }) => unknownType('type_', [type_]),
  compile: ({ column, type_ }, table) => typeCheck(column, [type_], table),
})

/** The column is of one of some types. Great Expectations: expect_column_values_to_be_in_type_list. */
export const valuesInTypeList = expectation({
  type: 'expect_column_values_to_be_in_type_list',
  kwargs: { column: text, type_list: texts },
  agree: ({ type_list }) => unknownType('type_list', type_list),
  compile: ({ column, type_list }, table) => typeCheck(column, type_list, table),
})

/** The column is of a type, named as Python, pandas, SQL or Trainyard do. Great Expectations: expect_column_type_to_be. */
export const columnTypeToBe = expectation({
  type: 'expect_column_type_to_be',
  kwargs: { column: text, type_: text },
  agree: ({ type_ }) => unknownType('type_', [type_]),
  compile: ({ column, type_ }, table) => typeCheck(column, [type_], table),
})

function typeCheck(name: string, wanted: readonly string[], table: TableFacts): Check | Fault {
  const column = findColumn(table, name)
  if (isFault(column)) return column
  const success = column.empty || wanted.some((type) => names[type.toLowerCase()] === column.type)
  return { kind: 'check', measures: {}, judge: () => ({ kind: 'value', success, observed: column.type }) }
}

function unknownType(kwarg: string, types: readonly string[]) {
  const unknown = types.find((type) => !(type.toLowerCase() in names))
  if (unknown === undefined) return undefined
  const near = nearest(unknown.toLowerCase(), Object.keys(names))
  return { kwarg, message: `unknown type '${unknown}'${near ? `; did you mean ${near}?` : ''}` }
}

function named(type: ColumnType, words: string): Record<string, ColumnType> {
  return Object.fromEntries(words.split(' ').map((word) => [word, type]))
}
