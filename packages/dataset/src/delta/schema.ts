import type { Metadata, Protocol } from './log/actions.ts'
import { asObject, type Fields, fieldsOf } from './log/fields.ts'
import { mapsColumns } from './log/protocol.ts'
import { broken, type TablePlace } from './place.ts'
import { type DeltaType, deltaType } from './types.ts'

/** A column of the table. */
export interface TableColumn {
  readonly name: string
  /** Its name in data files and partition values: stays when the column is renamed. */
  readonly physical: string
  /** Its `field_id` in data files, where columns are found by id. */
  readonly id?: number
  readonly type: DeltaType
  readonly partition: boolean
}

/**
 * The columns of a table, in order.
 * @throws {InputError} where the schema is broken, or a column is of a type that is unknown or nested
 */
export function tableColumns(protocol: Protocol, metadata: Metadata, place: TablePlace): readonly TableColumn[] {
  const mode = mappingMode(protocol, metadata, place)
  const columns = structFields(metadata.schemaString, place).map((field) => {
    const name = field.text('name')
    return {
      name,
      ...mapped(field, mode, name, place),
      type: columnType(field, name, place),
      partition: metadata.partitionColumns.includes(name),
    }
  })
  const lost = metadata.partitionColumns.find((name) => !columns.some((column) => column.name === name))
  if (lost !== undefined) throw broken(place, `the partition column ${lost} is not in the schema`)
  return columns
}

type MappingMode = 'none' | 'name' | 'id'

function mappingMode(protocol: Protocol, { configuration }: Metadata, place: TablePlace): MappingMode {
  const mode = mapsColumns(protocol) ? (configuration.get('delta.columnMapping.mode') ?? 'none') : 'none'
  if (mode === 'none' || mode === 'name' || mode === 'id') return mode
  throw broken(place, `the column mapping mode '${mode}' is not known`)
}

function mapped(
  field: Fields,
  mode: MappingMode,
  name: string,
  place: TablePlace,
): Pick<TableColumn, 'physical' | 'id'> {
  if (mode === 'none') return { physical: name }
  const metadata = field.inner('metadata') ?? fieldsOf({}, `metadata of ${name}`, place)
  const physical = metadata.text('delta.columnMapping.physicalName')
  return mode === 'name' ? { physical } : { physical, id: metadata.whole('delta.columnMapping.id') }
}

function structFields(schemaString: string, place: TablePlace): readonly Fields[] {
  const schema = asObject(parsed(schemaString, place))
  const fields = schema?.['fields']
  if (schema?.['type'] !== 'struct' || !Array.isArray(fields)) throw broken(place, 'its schema is no struct of columns')
  return fields.map((field) => fieldsOf(field, 'a column of the schema', place))
}

function parsed(text: string, place: TablePlace): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw broken(place, 'its schema is no JSON', { cause })
  }
}

function columnType(field: Fields, name: string, place: TablePlace): DeltaType {
  const written = field.raw('type')
  if (typeof written !== 'string') throw unusable(name, 'nested values', place)
  const type = deltaType(written)
  if (type === undefined) throw unusable(name, `values of type ${written}`, place)
  return type
}

function unusable(name: string, what: string, place: TablePlace): Error {
  return broken(place, `the column ${name} has ${what}, which cannot be used`, {
    remedy: 'Write the table with numbers, text, dates or times in this column.',
  })
}
