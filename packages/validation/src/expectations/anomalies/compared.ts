import { identifier, join, type Sql, slices, sql } from '@trainyard/dataset'
import { type Fault, fault } from '../../kinds/check.ts'
import { type ColumnFacts, findColumns, isFault, type Table, type TableFacts } from '../../kinds/table.ts'

/** Columns that make two rows the same: those named, else all that are neither ignored nor the id. */
export function comparedColumns(
  table: TableFacts,
  named: readonly string[] | undefined,
): readonly ColumnFacts[] | Fault {
  const names = named ?? table.columns.filter(({ role }) => role !== 'ignore' && role !== 'id').map(({ name }) => name)
  if (names.length === 0) return fault('there is no column to compare rows by')
  return findColumns(table, names)
}

/** The column named, else the one with a role. */
export function columnOfRole(
  table: TableFacts,
  named: string | undefined,
  role: 'id' | 'time' | 'target',
): ColumnFacts | Fault {
  const ofRole = table.columns.filter((column) => column.role === role)
  if (named === undefined && ofRole.length > 1) return fault(`several columns are the ${role}: name one`)
  const name = named ?? ofRole[0]?.name
  if (name === undefined) return fault(`no column is the ${role}: name one, or set data.${role}`)
  const columns = findColumns(table, [name])
  if (isFault(columns)) return columns
  return columns[0] ?? fault(`the table has no column '${name}'`)
}

/** The columns of a row as one value, equal where all are equal or missing; of two parts at least, as one alone is no row. */
export function rowKey(columns: readonly ColumnFacts[]): Sql {
  return sql`row(0, ${join(columns.map((column) => column.sql))})`
}

/** Above so many columns the engine's time to group by each of them grows with their square. */
const groupedByName = 100

/** Columns of one scan: the engine's time to read Parquet grows with more than the square of its columns. */
const scannedAtOnce = 2000

/**
 * The different rows among those of a table, and how many there are of each: in all (`"times"`), in the test share
 * (`"tests"`) and in the others (`"others"`). Whoever asks about the same columns shares the one GROUP BY that this takes.
 */
export function differentRows(
  columns: readonly ColumnFacts[],
  { source, whole }: Pick<TableFacts, 'source' | 'whole'>,
  atOnce = scannedAtOnce,
): Sql {
  const isTest = sql`"rowSplit" = 'test'`
  const counts = sql`count(*) AS times, count(*) FILTER (${isTest}) AS tests, count(*) FILTER (NOT ${isTest}) AS others`
  if (columns.length <= Math.min(groupedByName, atOnce)) {
    return sql`(SELECT ${counts} FROM ${source} GROUP BY ${join(columns.map((column) => column.sql))})`
  }
  if (whole && columns.length > atOnce) {
    const { rows, keys } = inPieces(slices(columns, atOnce), whole)
    return sql`(SELECT ${counts} FROM ${rows} GROUP BY ${keys})`
  }
  return sql`(SELECT ${counts} FROM (SELECT ${rowKey(columns)} AS key, "rowSplit" FROM ${source}) GROUP BY key)`
}

/** The key of each row in several parts, each from a scan of its own. */
function inPieces(pieces: readonly (readonly ColumnFacts[])[], { only }: Pick<Table, 'only'>) {
  const parts = pieces.map((columns, at) => {
    const key = sql`${rowKey(columns)} AS ${identifier(`key${at}`)}`
    const split = at === 0 ? sql`"rowSplit", ` : sql``
    return sql`(SELECT "rowNumber", ${split}${key} FROM ${only(columns.map(({ name }) => name))})`
  })
  return {
    rows: parts.reduce((joined, part) => sql`${joined} JOIN ${part} USING ("rowNumber")`),
    keys: join(pieces.map((_, at) => identifier(`key${at}`))),
  }
}
