import { nearest } from '@trainyard/config'
import { type Dataset, identifier, type Sql, sql } from '@trainyard/dataset'
import type { ColumnDocument, ColumnType } from '@trainyard/evidence'
import { type Fault, fault } from './check.ts'

/** The part of a dataset that checks need. NaN is a missing value: there is none in a dataset's table. */
export interface Table extends Pick<Dataset, 'rows' | 'columns' | 'engine' | 'table' | 'only' | 'some'> {
  /** Columns of which more values may be missing than is known: they are counted when the rows are asked. */
  readonly uncounted?: readonly string[]
}

/** A table as an expectation sees it while it is turned into SQL. */
export interface TableFacts {
  readonly rows: number
  readonly columns: readonly ColumnDocument[]
  /** The relation that every query selects from. */
  readonly source: Sql
  /** The whole table with some of its columns, and rows that stand for it; undefined where only some rows are looked at. */
  readonly whole?: Pick<Table, 'only' | 'some'> | undefined
  /** Whether the relation has some of the rows alone. */
  readonly filtered: boolean
  /** Columns whose values are not counted yet. */
  readonly uncounted: ReadonlySet<string>
  /** Rows of further tables, by their names. */
  readonly others: Readonly<Record<string, number>>
  /** The further tables themselves. */
  readonly tables: Readonly<Record<string, OtherTable>>
  /** Rows that earlier runs had, the latest last. */
  readonly history: readonly number[]
  readonly now: Date | undefined
  /** Regular expressions that RE2 does not take. */
  readonly refusedPatterns: ReadonlySet<string>
}

/** A further table, of which the number of rows is always known. */
export type OtherTable = Pick<Table, 'rows'> & Partial<Table>

/** What is known beside the table. */
export interface Surroundings {
  /** Further tables, by the names that expectations use. */
  readonly tables?: Readonly<Record<string, OtherTable>>
  /** Rows that earlier runs had, the latest last. */
  readonly history?: readonly number[]
  readonly now?: Date
}

export interface ColumnFacts {
  readonly name: string
  readonly type: ColumnType
  readonly sql: Sql
  /** Number of rows with a value: known, or an aggregate where only some rows are looked at. */
  readonly present: Sql
  /** No row has a value, so that the type says nothing. */
  readonly empty: boolean
}

/** Describes a table, and what it may be compared with. */
export function tableFacts(
  table: Table,
  { tables = {}, history = [], now }: Surroundings = {},
  refusedPatterns: ReadonlySet<string> = new Set(),
): TableFacts {
  return {
    rows: table.rows,
    columns: table.columns,
    source: table.table,
    whole: table,
    filtered: false,
    uncounted: new Set(table.uncounted),
    others: Object.fromEntries(Object.entries(tables).map(([name, { rows }]) => [name, rows])),
    tables,
    history,
    now,
    refusedPatterns,
  }
}

/** Finds a column by its exact name. */
export function findColumn(table: TableFacts, name: string): ColumnFacts | Fault {
  const column = columnNamed(table.columns, name)
  if (column) return columnFacts(column, table)
  const near = nearest(
    name,
    table.columns.map((known) => known.name),
  )
  return fault(`the table has no column '${name}'${near ? `; there is '${near}'` : ''}`)
}

const named = new WeakMap<readonly ColumnDocument[], ReadonlyMap<string, ColumnDocument>>()

/** The column of a name. The names of a table are put in order once: suites of wide tables ask thousands of times. */
export function columnNamed(columns: readonly ColumnDocument[], name: string): ColumnDocument | undefined {
  const known = named.get(columns) ?? new Map(columns.map((column) => [column.name, column]))
  named.set(columns, known)
  return known.get(name)
}

function columnFacts({ name, type, missing }: ColumnDocument, table: TableFacts): ColumnFacts {
  const { rows, filtered, uncounted } = table
  const values = identifier(name)
  return {
    name,
    type,
    sql: values,
    present: filtered || uncounted.has(name) ? sql`count(${values})` : sql`${rows - missing}`,
    empty: missing === rows,
  }
}

/** Finds several columns, or says which is not there. */
export function findColumns(table: TableFacts, names: readonly string[]): readonly ColumnFacts[] | Fault {
  const found: ColumnFacts[] = []
  for (const name of names) {
    const column = findColumn(table, name)
    if ('kind' in column) return column
    found.push(column)
  }
  return found
}

/** Whether a lookup found no column. */
export function isFault(found: object): found is Fault {
  return 'kind' in found && found.kind === 'fault'
}
