import { join, type Sql, sql } from '../../sql.ts'
import type { Engine } from '../../types.ts'
import type { AddedFile } from '../log/actions.ts'
import { broken, type TablePlace } from '../place.ts'
import type { TableColumn } from '../schema.ts'

/**
 * The value that a partition column has in all rows of a file. An empty text is a missing value; in a column of texts the
 * protocol takes it for one too, but Spark reads it as it is, and delta-rs writes it so: as it is. A timestamp without a
 * zone is taken for UTC.
 */
export function partitionValue({ physical, type }: TableColumn, { partitionValues }: AddedFile): Sql {
  const value = partitionValues.get(physical) ?? null
  return sql`CAST(${value === '' && type.name !== 'VARCHAR' ? null : value} AS ${type.sql})`
}

/** @throws {InputError} where a file has no value for a partition column, or one that is not of the column's type */
export async function checkPartitions(
  files: readonly AddedFile[],
  columns: readonly TableColumn[],
  engine: Engine,
  place: TablePlace,
): Promise<void> {
  for (const column of columns.filter(({ partition }) => partition)) {
    const without = files.find(({ partitionValues }) => !partitionValues.has(column.physical))
    if (without) throw broken(place, `${without.path} has no value for the partition column ${column.name}`)
    const values = new Set(files.map(({ partitionValues }) => partitionValues.get(column.physical) ?? ''))
    values.delete('')
    await checkValues([...values], column, engine, place)
  }
}

async function checkValues(
  values: readonly string[],
  { name, type }: TableColumn,
  engine: Engine,
  place: TablePlace,
): Promise<void> {
  const written = values.find((value) => !(patterns[type.name] ?? decimal).test(value))
  const wrong = written ?? (values.length > 0 ? await unreadable(values, type.sql, engine) : undefined)
  if (wrong !== undefined) throw broken(place, `the partition value '${wrong}' of ${name} is no ${type.name}`)
}

/** The first text that only looks like a value, such as 2024-02-30. */
async function unreadable(values: readonly string[], type: Sql, engine: Engine): Promise<string | undefined> {
  const rows = join(values.map((value) => sql`(${value})`))
  const [first] = await engine.all<{ value: string }>(
    sql`SELECT value FROM (VALUES ${rows}) AS written(value) WHERE TRY_CAST(value AS ${type}) IS NULL LIMIT 1`,
  )
  return first?.value
}

const whole = /^[+-]?\d+$/
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const floating = /^([+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|NaN|[+-]?Infinity)$/i
const moment = /^\d{4,}-\d{2}-\d{2}([ T]\d{2}:\d{2}:\d{2}(\.\d{1,9})?)?$/
const zoned = /^\d{4,}-\d{2}-\d{2}([ T]\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?)?$/

const patterns: Readonly<Record<string, RegExp>> = {
  VARCHAR: /^/,
  BIGINT: whole,
  INTEGER: whole,
  SMALLINT: whole,
  TINYINT: whole,
  FLOAT: floating,
  DOUBLE: floating,
  BOOLEAN: /^(true|false)$/i,
  DATE: /^\d{4,}-\d{1,2}-\d{1,2}$/,
  TIMESTAMP: moment,
  'TIMESTAMP WITH TIME ZONE': zoned,
}
