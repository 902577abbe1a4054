// What Trainyard reads of a Delta table, in the form in which the reference was written.
import { room } from '../image/support.mjs'

/** How a column of each type of ours is compared: as text, but numbers and truth values as they are. */
const shown = {
  integer: (name, sql) => sql`${name}::VARCHAR`,
  number: (name) => name,
  boolean: (name) => name,
  string: (name) => name,
  date: (name, sql) => sql`${name}::VARCHAR`,
  timestamp: (name, sql) => sql`epoch_us(${name})::VARCHAR`,
}

/** The table's version, columns and rows; the rows in an order of their own. */
export async function readDelta(base, name, services) {
  const { openTable, identifier, join, sql } = await room('dataset')
  const dataset = await openTable({ base, files: [name], empty: true }, services)
  try {
    const columns = dataset.columns.map(({ name, type }) => [name, type])
    const values = columns.map(([name, type]) => sql`${shown[type](identifier(name), sql)} AS ${identifier(name)}`)
    const rows = await dataset.engine.all(sql`SELECT ${join(values)} FROM ${dataset.table} ORDER BY "rowNumber"`)
    const { sha256, delta } = dataset.files[0]
    return { columns, rows: sorted(rows.map((row) => columns.map(([name]) => row[name]))), sha256, ...delta }
  } finally {
    await dataset.close()
  }
}

export function sorted(rows) {
  return rows.map((row) => JSON.stringify(row)).sort()
}

/** Our type for each of Spark's. */
export function ourType(type) {
  const types = { bigint: 'integer', int: 'integer', smallint: 'integer', tinyint: 'integer', float: 'number' }
  const others = { double: 'number', timestamp_ntz: 'timestamp', void: 'string' }
  return types[type] ?? others[type] ?? (type.startsWith('decimal') ? 'number' : type)
}
