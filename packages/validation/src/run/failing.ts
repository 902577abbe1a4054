import { identifier, join, namesIn, type Sql, type SqlScalar, sql } from '@trainyard/dataset'
import type { RowSelection } from '../kinds/check.ts'
import { shownSql } from '../kinds/sql/constants.ts'
import { columnNamed, type Table, type TableFacts } from '../kinds/table.ts'

/** A row that is not as expected. */
export interface UnexpectedRow {
  /** 1, 2, … over all files. */
  readonly rowNumber: number
  /** Index of the file among the dataset's. */
  readonly rowFile: number
  /** Data row in that file, from 1. */
  readonly rowInFile: number
  /** Values of the columns that name a row. */
  readonly keys: Readonly<Record<string, SqlScalar>>
  /** Values of the checked columns, in the check's order. */
  readonly values: readonly SqlScalar[]
  /** Values of all columns, where they are wanted. */
  readonly whole: Readonly<Record<string, SqlScalar>>
}

export interface RowRequest {
  readonly selection: RowSelection
  readonly keys: readonly string[]
  readonly limit: number
  /** Whether the values of all columns are wanted. */
  readonly whole: boolean
}

interface SelectedRow extends Record<string, SqlScalar> {
  rowNumber: number
  rowFile: number
  rowInFile: number
}

/** Fetches the first unexpected rows of a check, in row order. */
export async function unexpectedRows(
  request: RowRequest,
  facts: TableFacts,
  { engine, table, only }: Table,
): Promise<UnexpectedRow[]> {
  const { selection, keys, limit } = request
  const whole = request.whole ? facts.columns.map(({ name }) => name) : []
  const columns = [
    ...keys.map((name, index) => sql`${shown(name, facts)} AS ${identifier(`key${index}`)}`),
    ...selection.columns.map((name, index) => sql`${shown(name, facts)} AS ${identifier(`value${index}`)}`),
    ...whole.map((name, index) => sql`${shown(name, facts)} AS ${identifier(`whole${index}`)}`),
  ]
  const selected = join([sql`"rowNumber"`, sql`"rowFile"`, sql`"rowInFile"`, ...columns])
  const named = namesIn(sql`${selected} ${selection.unexpected}`)
  const source = facts.source.text === table.text ? only(named) : facts.source
  const rows = await engine.all<SelectedRow>(
    sql`SELECT ${selected} FROM ${source} WHERE ${selection.unexpected} ORDER BY "rowNumber" LIMIT ${limit}`,
  )
  return rows.map((row) => ({
    rowNumber: Number(row.rowNumber),
    rowFile: Number(row.rowFile),
    rowInFile: Number(row.rowInFile),
    keys: Object.fromEntries(keys.map((name, index) => [name, row[`key${index}`] ?? null])),
    values: selection.columns.map((_, index) => row[`value${index}`] ?? null),
    whole: Object.fromEntries(whole.map((name, index) => [name, row[`whole${index}`] ?? null])),
  }))
}

function shown(name: string, { columns }: TableFacts): Sql {
  const type = columnNamed(columns, name)?.type ?? 'string'
  return shownSql(type, identifier(name))
}
