import type { DuckDBModule } from '@trainyard/native'
import type { Batch, ColumnValues } from '@trainyard/ports'

type Connection = Awaited<ReturnType<InstanceType<DuckDBModule['DuckDBInstance']>['connect']>>
type Result = Awaited<ReturnType<Connection['stream']>>
type Chunk = NonNullable<Awaited<ReturnType<Result['fetchChunk']>>>

/** Gathers DuckDB's chunks (2048 rows) into batches of `size` rows: DOUBLE columns as numbers, others as text. */
export async function* readBatches(result: Result, size: number): AsyncIterable<Batch> {
  const names = result.columnNames()
  const numeric = result.columnTypes().map((type) => type.toString() === 'DOUBLE')
  let pending = emptyColumns(numeric, size)
  let filled = 0
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (let taken = 0; taken < chunk.rowCount; ) {
      const count = Math.min(size - filled, chunk.rowCount - taken)
      copyRows(chunk, { taken, count, filled }, pending)
      taken += count
      filled += count
      if (filled < size) continue
      yield batchOf(names, pending, filled)
      pending = emptyColumns(numeric, size)
      filled = 0
    }
  }
  if (filled > 0) yield batchOf(names, pending, filled)
}

type Column = Float64Array | (string | null)[]

function emptyColumns(numeric: readonly boolean[], size: number): Column[] {
  return numeric.map((isNumber) => (isNumber ? new Float64Array(size) : new Array<string | null>(size).fill(null)))
}

interface Piece {
  readonly taken: number
  readonly count: number
  readonly filled: number
}

function copyRows(chunk: Chunk, { taken, count, filled }: Piece, columns: readonly Column[]): void {
  for (const [index, column] of columns.entries()) {
    const vector = chunk.getColumnVector(index)
    for (let row = 0; row < count; row += 1) {
      const value = vector.getItem(taken + row)
      if (column instanceof Float64Array) column[filled + row] = value === null ? Number.NaN : Number(value)
      else column[filled + row] = value === null ? null : String(value)
    }
  }
}

function batchOf(names: readonly string[], columns: readonly Column[], rows: number): Batch {
  const cut = (column: Column): ColumnValues => (column.length === rows ? column : column.slice(0, rows))
  return {
    rows,
    columns: new Map(names.map((name, index) => [name, cut(columns[index] ?? [])])),
  }
}
