import { type Sql, sql } from '../sql.ts'

/** A type as DuckDB names it, and in SQL. */
export interface DeltaType {
  readonly name: string
  readonly sql: Sql
}

/** Types that a table can have here, by the names of the log. A void column holds no value, in no file. */
const plain: Readonly<Record<string, DeltaType>> = {
  string: { name: 'VARCHAR', sql: sql`VARCHAR` },
  long: { name: 'BIGINT', sql: sql`BIGINT` },
  integer: { name: 'INTEGER', sql: sql`INTEGER` },
  short: { name: 'SMALLINT', sql: sql`SMALLINT` },
  byte: { name: 'TINYINT', sql: sql`TINYINT` },
  float: { name: 'FLOAT', sql: sql`FLOAT` },
  double: { name: 'DOUBLE', sql: sql`DOUBLE` },
  boolean: { name: 'BOOLEAN', sql: sql`BOOLEAN` },
  date: { name: 'DATE', sql: sql`DATE` },
  timestamp: { name: 'TIMESTAMP WITH TIME ZONE', sql: sql`TIMESTAMP WITH TIME ZONE` },
  timestamp_ntz: { name: 'TIMESTAMP', sql: sql`TIMESTAMP` },
  void: { name: 'VARCHAR', sql: sql`VARCHAR` },
}

/** The type that a schema of the log names; none where it is not known here. */
export function deltaType(written: string): DeltaType | undefined {
  const decimal = decimalOf(written)
  if (!decimal) return Object.hasOwn(plain, written) ? plain[written] : undefined
  const { precision, scale } = decimal
  return { name: `DECIMAL(${precision},${scale})`, sql: sql`DECIMAL(${precision}, ${scale})` }
}

const wholes = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT']
const zoneless = ['TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS']

/**
 * Whether a file's values of one type are read as another without loss: the same, or a wider one, as type widening has
 * it. Files hold bytes and shorts in 32 bits, and timestamps as INT96, which knows no zone.
 */
export function readsAs(held: string, type: string): boolean {
  if (held === type) return true
  if (wholes.includes(held)) return wholeReadsAs(held, type)
  if (zoneless.includes(held)) return type === 'TIMESTAMP' || type === 'TIMESTAMP WITH TIME ZONE'
  if (held === 'FLOAT') return type === 'DOUBLE'
  if (held === 'DATE') return type === 'TIMESTAMP'
  return decimalReadsAs(decimalOf(held), decimalOf(type))
}

function wholeReadsAs(held: string, type: string): boolean {
  if (wholes.includes(type)) return held === 'INTEGER' || wholes.indexOf(held) <= wholes.indexOf(type)
  if (type === 'DOUBLE') return held !== 'BIGINT'
  return decimalReadsAs({ precision: held === 'BIGINT' ? 20 : 10, scale: 0 }, decimalOf(type))
}

interface Decimal {
  readonly precision: number
  readonly scale: number
}

function decimalReadsAs(held: Decimal | undefined, type: Decimal | undefined): boolean {
  if (!held || !type) return false
  return type.scale >= held.scale && type.precision - type.scale >= held.precision - held.scale
}

function decimalOf(written: string): Decimal | undefined {
  const [, precision, scale] = /^decimal\((\d{1,2}),\s*(\d{1,2})\)$/i.exec(written) ?? []
  if (precision === undefined || scale === undefined || Number(precision) > 38) return undefined
  return { precision: Number(precision), scale: Number(scale) }
}
