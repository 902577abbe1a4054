import type { ColumnDocument, DataFile, Split, SplitDocument } from '@trainyard/evidence'
import { type Batch, InputError, sha256 } from '@trainyard/ports'
import { identifier, join, type Sql, sql } from '../sql.ts'
import type { Dataset, Engine } from '../types.ts'
import { dataTable } from './build.ts'
import { asNumber } from './types.ts'

/** What a table is made of. */
export interface Parts {
  readonly rows: number
  readonly columns: readonly ColumnDocument[]
  readonly split: SplitDocument
  readonly only: Dataset['only']
  readonly some: (...asked: Parameters<Dataset['some']>) => ReturnType<Dataset['some']> | undefined
  readonly engine: Engine
}

/** A dataset over the built table. */
export function datasetOver(parts: Parts & { readonly files: readonly DataFile[] }): Dataset {
  return { ...tableOver(parts), files: parts.files, sha256: datasetDigest(parts) }
}

/** The built table, whatever is known of its files. */
export function tableOver(parts: Parts): Omit<Dataset, 'files' | 'sha256'> {
  const { engine, columns } = parts
  return {
    ...parts,
    table: dataTable,
    some: (names, most) => parts.some(names, most) ?? { rows: parts.only(names), count: parts.rows },
    batches: (split, names, size) => batches(parts, split, named(columns, names), size),
    rowNumbers: (split) => rowNumbers(engine, split),
    close: () => engine.close(),
  }
}

/** Digest over the files' digests and partitions, the columns with their types and roles, and the split: the dataset's name. */
function datasetDigest({ files, columns, split }: Pick<Dataset, 'files' | 'columns' | 'split'>): string {
  return sha256(
    JSON.stringify([
      files.map(({ sha256, partition }) => (partition ? [sha256, Object.entries(partition)] : sha256)),
      columns.map(({ name, type, role }) => [name, type, role]),
      split.sha256,
    ]),
  )
}

function batches(
  { engine, only }: Parts,
  split: Split | 'all',
  columns: readonly ColumnDocument[],
  size?: number,
): AsyncIterable<Batch> {
  const values = columns.map(({ name, type }) => sql`${asNumber(identifier(name), type)} AS ${identifier(name)}`)
  return engine.stream(sql`SELECT ${join(values)} FROM ${only(columns.map(({ name }) => name))} ${rowsOf(split)}`, size)
}

async function rowNumbers(engine: Engine, split: Split | 'all'): Promise<Float64Array> {
  const query = sql`SELECT "rowNumber"::DOUBLE AS n FROM ${dataTable} ${rowsOf(split)}`
  const pieces: number[] = []
  for await (const { columns } of engine.stream(query)) {
    for (const number of columns.get('n') ?? []) pieces.push(Number(number))
  }
  return Float64Array.from(pieces)
}

/** The rows of a share, as the end of a query. */
export function rowsOf(split: Split | 'all'): Sql {
  return split === 'all' ? sql`` : sql`WHERE "rowSplit" = ${split}`
}

function named(columns: readonly ColumnDocument[], names: readonly string[]): ColumnDocument[] {
  return names.map((name) => {
    const column = columns.find((other) => other.name === name)
    if (column) return column
    throw new InputError(`the data has no column ${name}`, {
      remedy: `Its columns: ${columns.map((other) => other.name).join(', ')}.`,
    })
  })
}
