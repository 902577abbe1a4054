import { type Dataset, identifier, sql } from '@trainyard/dataset'
import type { ColumnDocument, Split, Task } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { labelText, sortedClasses, taskOf } from '../task.ts'
import type { BuiltinParams } from './params.ts'

/** What the network learns to answer. */
export type Target =
  | { readonly task: 'classification'; readonly column: ColumnDocument; readonly classes: readonly string[] }
  | { readonly task: 'regression'; readonly column: ColumnDocument; readonly mean: number; readonly std: number }

/** Learns classes, or mean and deviation, from the training share. @throws InputError where there is nothing to learn */
export async function learnTarget(dataset: Dataset, name: string, params: BuiltinParams): Promise<Target> {
  const column = dataset.columns.find((candidate) => candidate.name === name)
  if (column === undefined)
    throw new InputError(`the data has no column ${name}`, {
      at: { file: 'trainyard.yml', key: 'data.target' },
      remedy: `Columns: ${dataset.columns.map((each) => each.name).join(', ')}.`,
    })
  const task = params.task === 'auto' ? taskOf(column.type, await distinctValues(dataset, name)) : params.task
  return task === 'classification' ? learnClasses(dataset, column) : learnScale(dataset, column)
}

async function distinctValues({ engine, table }: Dataset, name: string): Promise<number> {
  const [row] = await engine.all<{ n: number }>(
    sql`SELECT count(DISTINCT ${identifier(name)})::DOUBLE AS n FROM ${table}`,
  )
  return row?.n ?? 0
}

async function learnClasses(dataset: Dataset, column: ColumnDocument): Promise<Target> {
  const labels = new Set<string>()
  for await (const label of labelsOf(dataset, column, 'train')) labels.add(label)
  const classes = sortedClasses(column.type, labels)
  if (classes.length > 1) return { task: 'classification', column, classes }
  throw new InputError(
    `the training rows have ${classes.length === 1 ? `only the class ${classes[0]}` : 'no labels'} in ${column.name}`,
    { remedy: 'A classifier needs rows of at least two classes.' },
  )
}

async function learnScale(dataset: Dataset, column: ColumnDocument): Promise<Target> {
  if (column.type === 'string')
    throw new InputError(`${column.name} is text and cannot be a quantity`, {
      remedy: 'Leave train.params.task out, or name a numeric target.',
    })
  let [count, mean, squares] = [0, 0, 0]
  for await (const { columns } of dataset.batches('train', [column.name])) {
    for (const value of columns.get(column.name) ?? []) {
      if (typeof value !== 'number' || Number.isNaN(value)) continue
      count += 1
      const delta = value - mean
      mean += delta / count
      squares += delta * (value - mean)
    }
  }
  const std = Math.sqrt(squares / Math.max(count, 1))
  return { task: 'regression', column, mean, std: std > 0 ? std : 1 }
}

/** Labels of a share as text, in row order. */
export async function* labelsOf(
  dataset: Dataset,
  { name, type }: ColumnDocument,
  split: Split | 'all',
): AsyncIterable<string> {
  for await (const { columns } of dataset.batches(split, [name])) {
    for (const value of columns.get(name) ?? []) yield labelText(type, value)
  }
}

/** Number of outputs of the network. */
export function outputsOf(target: Target): number {
  return target.task === 'classification' ? target.classes.length : 1
}

/** One row of the network's answer as training wants it: a one-hot class, or the standardised number. */
export function targetValues(target: Target, values: ArrayLike<unknown>): Float32Array {
  if (target.task === 'regression')
    return Float32Array.from({ length: values.length }, (_, row) => (Number(values[row]) - target.mean) / target.std)
  const index = new Map(target.classes.map((name, at) => [name, at]))
  const out = new Float32Array(values.length * target.classes.length)
  for (let row = 0; row < values.length; row += 1) {
    const at = index.get(labelText(target.column.type, values[row] as string | number | null))
    if (at !== undefined) out[row * target.classes.length + at] = 1
  }
  return out
}

export type { Task }
