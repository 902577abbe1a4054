import { type Dataset, openTable } from '@trainyard/dataset'
import type { Task } from '@trainyard/evidence'
import type { LocateServices } from '@trainyard/native'
import { InputError, type Problem } from '@trainyard/ports'
import { checkPredictions } from './check.ts'
import { layoutOf, type TableLayout } from './layout.ts'
import type { PredictionTable } from './types.ts'

export interface PredictionSource {
  readonly base: string
  /** Files or globs: Parquet, CSV, TSV or JSON Lines. */
  readonly files: readonly string[]
  /** Left out: a label that is a number with a fraction, or has no class columns and many values, is a quantity. */
  readonly task?: Task
}

/**
 * Reads labels and answers that any framework wrote: `label`; `prediction` or one probability a class (`p_<class>`); `id`.
 * @throws InputError for missing columns, and for values that cannot be, with their row
 */
export async function readPredictions(source: PredictionSource, services: LocateServices): Promise<PredictionTable> {
  const dataset = await openTable({ base: source.base, files: source.files }, services)
  try {
    const table = await readTable(dataset, layoutOf(dataset.columns, source.files.join(', ')), source)
    const problems = checkPredictions(table, source.files.join(', '))
    if (problems.length > 0) throw new InputError(problems)
    return table
  } finally {
    await dataset.close()
  }
}

async function readTable(dataset: Dataset, layout: TableLayout, source: PredictionSource): Promise<PredictionTable> {
  const columns = await gather(dataset, layout)
  const labels = columns.get(layout.label) ?? []
  const predictions = layout.prediction === undefined ? undefined : columns.get(layout.prediction)
  const file = source.files.join(', ')
  expectValues(labels, layout.label, file)
  if (predictions) expectValues(predictions, layout.prediction ?? '', file)
  const ids =
    layout.id === undefined ? labels.map((_, row) => String(row + 1)) : (columns.get(layout.id) ?? []).map(String)
  const task = source.task ?? taskOf(labels, layout)
  return task === 'regression'
    ? regression(ids, labels, predictions, file)
    : classification(ids, labels, predictions, probabilitiesOf(layout, columns))
}

type Cell = string | number | null

async function gather(dataset: Dataset, layout: TableLayout): Promise<Map<string, Cell[]>> {
  const wanted = [
    layout.label,
    layout.prediction,
    layout.id,
    ...layout.probabilities.map(({ column }) => column),
  ].filter((name) => name !== undefined)
  const gathered = new Map<string, Cell[]>(wanted.map((name) => [name, []]))
  const booleans = new Set(dataset.columns.filter(({ type }) => type === 'boolean').map(({ name }) => name))
  for await (const batch of dataset.batches('all', wanted)) {
    for (const [name, values] of batch.columns) {
      const target = gathered.get(name)
      for (const value of values) target?.push(cell(value, booleans.has(name)))
    }
  }
  return gathered
}

function cell(value: string | number | null, isBoolean: boolean): Cell {
  if (typeof value === 'number' && Number.isNaN(value)) return null
  return isBoolean && value !== null ? (value === 1 ? 'true' : 'false') : value
}

function expectValues(values: readonly Cell[], name: string, file: string): void {
  const missing = values.flatMap((value, row): Problem[] =>
    value === null ? [{ message: `row ${row + 1} has no value in ${name}`, at: { file, key: name } }] : [],
  )
  if (missing.length > 0)
    throw new InputError([
      ...missing.slice(0, 3),
      ...(missing.length > 3 ? [{ message: `and ${missing.length - 3} more rows`, at: { file, key: name } }] : []),
    ])
}

function taskOf(labels: readonly Cell[], { probabilities }: TableLayout): Task {
  if (probabilities.length > 0 || labels.some((label) => typeof label === 'string')) return 'classification'
  return labels.some((label) => !Number.isInteger(label)) || new Set(labels).size > 20 ? 'regression' : 'classification'
}

function regression(
  ids: readonly string[],
  labels: readonly Cell[],
  predictions: readonly Cell[] | undefined,
  file: string,
): PredictionTable {
  if (predictions === undefined)
    throw new InputError('no column prediction', { at: { file }, remedy: 'A regression needs label and prediction.' })
  const table = {
    task: 'regression' as const,
    rows: labels.length,
    ids,
    classes: [],
    labels: numbers(labels),
    predictions: numbers(predictions),
  }
  if ([...table.labels, ...table.predictions].some(Number.isNaN))
    throw new InputError('labels or predictions are text, and the task is a regression', { at: { file } })
  return table
}

function numbers(values: readonly Cell[]): Float64Array {
  return Float64Array.from(values, (value) => Number(value))
}

interface Probabilities {
  readonly classes: readonly string[]
  readonly values: Float64Array
}

function probabilitiesOf(
  { probabilities }: TableLayout,
  columns: ReadonlyMap<string, readonly Cell[]>,
): Probabilities | undefined {
  if (probabilities.length === 0) return undefined
  const lists = probabilities.map(({ column }) => columns.get(column) ?? [])
  const rows = lists[0]?.length ?? 0
  const values = new Float64Array(rows * lists.length)
  lists.forEach((list, at) => {
    list.forEach((value, row) => {
      values[row * lists.length + at] = value === null ? Number.NaN : Number(value)
    })
  })
  return { classes: probabilities.map(({ name }) => name), values }
}

function classification(
  ids: readonly string[],
  labels: readonly Cell[],
  predictions: readonly Cell[] | undefined,
  probabilities: Probabilities | undefined,
): PredictionTable {
  const classes = probabilities?.classes ?? sorted([...labels, ...(predictions ?? [])])
  const index = new Map(classes.map((name, at) => [name, at]))
  const indices = (values: readonly Cell[]) => Float64Array.from(values, (value) => index.get(String(value)) ?? -1)
  return {
    task: 'classification',
    rows: labels.length,
    ids,
    classes,
    labels: indices(labels),
    predictions: predictions ? indices(predictions) : mostProbable(probabilities),
    ...(probabilities && { probabilities: probabilities.values }),
  }
}

function sorted(values: readonly Cell[]): string[] {
  const distinct = [...new Set(values.map(String))]
  return values.every((value) => typeof value === 'number')
    ? distinct.sort((a, b) => Number(a) - Number(b))
    : distinct.sort()
}

function mostProbable(probabilities: Probabilities | undefined): Float64Array {
  if (probabilities === undefined) return new Float64Array(0)
  const width = probabilities.classes.length
  return Float64Array.from({ length: probabilities.values.length / width }, (_, row) => {
    const share = probabilities.values.subarray(row * width, (row + 1) * width)
    return share.indexOf(Math.max(...share))
  })
}
