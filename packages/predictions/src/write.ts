import { copyFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Engine, identifier, join, literal, sql } from '@trainyard/dataset'
import { InputError, replaceAtomic } from '@trainyard/ports'
import type { PredictionTable } from './types.ts'

/** Rows are handed to the engine in pieces of this many. */
const PIECE = 10_000

/**
 * Writes labels and answers as Parquet: `id`, `label`, `prediction`, `p_<class>` …, and the champion's with `champion_`
 * before them; then the slices. Of several labels a row, `label_<label>` and `prediction_<label>`. No feature is written:
 * judging again needs none.
 */
export async function writePredictions(file: string, table: PredictionTable, engine: Engine): Promise<void> {
  const columns = columnsOf(table)
  expectDistinct(columns)
  const lines = path.join(engine.folder, 'predictions.jsonl')
  const parquet = path.join(engine.folder, 'predictions.parquet')
  await writeFile(lines, jsonLines(table, columns))
  const types = columns.map(({ name, type }) => sql`${identifier(name)}: ${literal(type)}`)
  const read = sql`read_json(${literal(lines)}, format = 'newline_delimited', columns = {${join(types)}})`
  await engine.run(sql`COPY (SELECT * FROM ${read}) TO ${literal(parquet)} (FORMAT parquet)`)
  await replaceAtomic(file, (temporary) => copyFile(parquet, temporary))
}

interface Column {
  readonly name: string
  /** DuckDB's type, as text. */
  readonly type: 'VARCHAR' | 'DOUBLE' | 'INTEGER'
  at(row: number): string | number | null
}

function* jsonLines(table: PredictionTable, columns: readonly Column[]): Iterable<string> {
  const cells = columns.map(({ name, at }) => ({ key: `${JSON.stringify(name)}:`, at }))
  for (let from = 0; from < table.rows; from += PIECE) {
    const to = Math.min(from + PIECE, table.rows)
    let lines = ''
    for (let row = from; row < to; row += 1)
      lines += `{${cells.map(({ key, at }) => key + JSON.stringify(at(row))).join(',')}}\n`
    yield lines
  }
}

function columnsOf(table: PredictionTable): Column[] {
  const { ids, labels, predictions, probabilities, champion } = table
  return [
    { name: 'id', type: 'VARCHAR', at: (row) => ids.at(row) ?? String(row + 1) },
    ...answerColumns('label', labels, table),
    ...answerColumns('prediction', predictions, table),
    ...probabilityColumns('', probabilities, table),
    ...(champion
      ? [
          ...answerColumns('champion_prediction', champion.predictions, table),
          ...probabilityColumns('champion_', champion.probabilities, table),
        ]
      : []),
    ...designColumns(table),
    ...[...(table.slices ?? [])].map(
      ([name, { names, numbers }]): Column => ({
        name,
        type: 'VARCHAR',
        at: (row) => names[numbers[row] ?? -1] ?? null,
      }),
    ),
  ]
}

/** Weights; and groups by number, where their names are not among the slices. */
function designColumns({ weight, group, slices }: PredictionTable): Column[] {
  const column = (name: string, values: ArrayLike<number>): Column => ({
    name,
    type: 'DOUBLE',
    at: (row) => values[row] ?? null,
  })
  return [
    ...(weight ? [column(weight.column, weight.values)] : []),
    ...(group && !slices?.has(group.column) ? [column(group.column, group.values)] : []),
  ]
}

/** The engine takes names for the same when only the case of their letters differs. */
function expectDistinct(columns: readonly Column[]): void {
  const seen = new Map<string, string>()
  for (const { name } of columns) {
    const other = seen.get(name.toLowerCase())
    if (other !== undefined) {
      throw new InputError(`the columns ${other} and ${name} differ only in case`, {
        remedy: 'Name the classes so that they differ in more than that.',
      })
    }
    seen.set(name.toLowerCase(), name)
  }
}

/** One column; of several labels a row one for each of them, of 0 and 1. */
function answerColumns(name: string, values: Float64Array, { task, classes }: PredictionTable): Column[] {
  if (task === 'regression') return [{ name, type: 'DOUBLE', at: (row) => finite(values[row]) }]
  if (task === 'classification') return [{ name, type: 'VARCHAR', at: (row) => classes[values[row] ?? -1] ?? null }]
  return classes.map((label, at) => ({
    name: `${name}_${label}`,
    type: 'INTEGER',
    at: (row: number) => values[row * classes.length + at] ?? null,
  }))
}

function probabilityColumns(prefix: string, values: Float64Array | undefined, { classes }: PredictionTable): Column[] {
  if (values === undefined) return []
  return classes.map((name, at) => ({
    name: `${prefix}p_${name}`,
    type: 'DOUBLE',
    at: (row: number) => finite(values[row * classes.length + at]),
  }))
}

function finite(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value
}
