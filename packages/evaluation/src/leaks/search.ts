import { columnsHeld, type Dataset, identifier, join, type Sql, slices, sql } from '@trainyard/dataset'
import { type ColumnDocument, type LeaksResult, type Target, targetColumns } from '@trainyard/evidence'
import type { ColumnValues } from '@trainyard/ports'
import { type Labels, scoreColumn } from './score.ts'

/** Rows that are looked at, of all shares. */
const mostRows = 5000

export interface LeakRequest {
  readonly dataset: Dataset
  /** Of several labels a row, each is looked at by itself. */
  readonly target: Target
  readonly task: Labels['task']
  /** Columns that the model reads. */
  readonly columns: readonly string[]
  /** Score from which on a column is told. */
  readonly above: number
  /** Columns that are known to be honest. */
  readonly allow: readonly string[]
}

/** Looks for columns that tell the label by themselves. */
export async function findLeaks(request: LeakRequest): Promise<LeaksResult> {
  const { dataset, columns, above, allow } = request
  const targets = targetColumns(request.target)
  const features = dataset.columns.filter(
    ({ name }) => columns.includes(name) && !targets.includes(name) && !allow.includes(name),
  )
  const answers = dataset.columns.filter(({ name }) => targets.includes(name))
  const found: LeaksResult['found'][number][] = []
  let rows = 0
  for (const part of slices(features, columnsHeld(mostRows))) {
    const cells = await readCells(dataset, [...answers, ...part])
    const known = presentRows(cells.get(targets[0] ?? '') ?? [])
    const labels = targets.map((target) => labelsOf(only(cells.get(target) ?? [], known), request.task))
    rows = known.length
    for (const { name } of part) {
      const values = only(cells.get(name) ?? [], known)
      const score = Math.max(...labels.map((each) => scoreColumn(values, each)))
      if (score >= above) found.push({ column: name, score, idLike: isIdLike(values) })
    }
  }
  const measure = request.task === 'regression' ? ('r2' as const) : ('roc_auc' as const)
  return { measure, above, rows, looked: features.length, found: found.sort((a, b) => b.score - a.score) }
}

async function readCells(dataset: Dataset, columns: readonly ColumnDocument[]): Promise<Map<string, ColumnValues>> {
  const names = columns.map(({ name }) => name)
  const { rows } = dataset.some(names, mostRows)
  const values = columns.map((column) => sql`${cell(column)} AS ${identifier(column.name)}`)
  const query = sql`SELECT ${join(values)} FROM ${rows}`
  for await (const batch of dataset.engine.stream(query, 2 * mostRows)) return new Map(batch.columns)
  return new Map()
}

/** Numbers and times as numbers, all else as text. */
function cell({ name, type }: ColumnDocument): Sql {
  const value = identifier(name)
  if (type === 'date' || type === 'timestamp') return sql`epoch(${value})::DOUBLE`
  return type === 'string' || type === 'time' ? sql`${value}::VARCHAR` : sql`${value}::DOUBLE`
}

function presentRows(labels: ColumnValues): readonly number[] {
  const cells: readonly (string | number | null)[] = [...labels]
  return cells.flatMap((value, row) => (value === null || Number.isNaN(value) ? [] : [row]))
}

function only(values: ColumnValues, rows: readonly number[]): ColumnValues {
  if (values instanceof Float64Array) return Float64Array.from(rows, (row) => values[row] ?? Number.NaN)
  return rows.map((row) => values[row] ?? null)
}

function labelsOf(values: ColumnValues, task: Labels['task']): Labels {
  const cells: readonly (string | number | null)[] = [...values]
  if (task === 'regression') return { task, values: Float64Array.from(cells, Number) }
  const classes = [...new Set(cells.map(String))]
  const numbers = new Map(classes.map((name, at) => [name, at]))
  return { task, classes, values: Float64Array.from(cells, (value) => numbers.get(String(value)) ?? -1) }
}

/** More than half of the values stand once: text, or whole numbers. */
function isIdLike(values: ColumnValues): boolean {
  const cells: readonly (string | number | null)[] = [...values]
  if (cells.some((value) => typeof value === 'number' && !Number.isInteger(value))) return false
  return new Set(cells).size > cells.length / 2
}
