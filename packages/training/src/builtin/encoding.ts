import { type Dataset, identifier, sql } from '@trainyard/dataset'
import type { ColumnDocument, ColumnType } from '@trainyard/evidence'
import type { Batch } from '@trainyard/ports'

/** A column as a standardised number; a missing one becomes the mean. */
export interface NumericEncoding {
  readonly kind: 'numeric'
  readonly name: string
  readonly type: ColumnType
  readonly mean: number
  readonly std: number
}

/** A text column as one number a category; a missing one becomes the most frequent, an unknown one none. */
export interface CategoryEncoding {
  readonly kind: 'category'
  readonly name: string
  readonly type: ColumnType
  /** Most frequent first. */
  readonly categories: readonly string[]
}

export type ColumnEncoding = NumericEncoding | CategoryEncoding

/** How many numbers a row becomes. */
export function widthOf(encodings: readonly ColumnEncoding[]): number {
  return encodings.reduce(
    (width, encoding) => width + (encoding.kind === 'numeric' ? 1 : encoding.categories.length),
    0,
  )
}

/** Learns the encoding of every feature from the training share. Columns without a value there are left out. */
export async function learnEncodings(dataset: Dataset, maxCategories: number): Promise<ColumnEncoding[]> {
  const features = dataset.columns.filter(({ role }) => role === 'feature')
  const numbers = await learnNumbers(
    dataset,
    features.filter(({ type }) => type !== 'string'),
  )
  const learned: ColumnEncoding[] = []
  for (const column of features) {
    const encoding =
      column.type === 'string' ? await learnCategories(dataset, column, maxCategories) : numbers.get(column.name)
    if (encoding) learned.push(encoding)
  }
  return learned
}

/** Of each column, in one pass over the rows: a table may have thousands. */
async function learnNumbers(
  dataset: Dataset,
  described: readonly ColumnDocument[],
): Promise<ReadonlyMap<string, NumericEncoding>> {
  if (described.length === 0) return new Map()
  const names = described.map(({ name }) => name)
  const moments = new Map(names.map((name) => [name, { count: 0, mean: 0, squares: 0 }]))
  for await (const { columns } of dataset.batches('train', names))
    for (const [name, moment] of moments) addAll(moment, columns.get(name) ?? [])
  return new Map(
    described.flatMap(({ name, type }) => {
      const { count, mean, squares } = moments.get(name) ?? { count: 0, mean: 0, squares: 0 }
      const std = Math.sqrt(squares / count)
      return count === 0 ? [] : [[name, { kind: 'numeric', name, type, mean, std: std > 0 ? std : 1 }]]
    }),
  )
}

/** Mean and deviation by Welford's method (1962) over the rows in order, so that they are the same on every machine. */
function addAll(moment: { count: number; mean: number; squares: number }, values: ArrayLike<unknown>): void {
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]
    if (typeof value !== 'number' || Number.isNaN(value)) continue
    moment.count += 1
    const delta = value - moment.mean
    moment.mean += delta / moment.count
    moment.squares += delta * (value - moment.mean)
  }
}

async function learnCategories(
  dataset: Dataset,
  { name, type }: ColumnDocument,
  most: number,
): Promise<CategoryEncoding | undefined> {
  const column = identifier(name)
  const rows = await dataset.engine.all<{ v: string }>(
    sql`SELECT ${column} AS v FROM ${dataset.only([name])} WHERE "rowSplit" = 'train' AND ${column} IS NOT NULL GROUP BY ${column} ORDER BY count(*) DESC, ${column} LIMIT ${most}`,
  )
  return rows.length === 0 ? undefined : { kind: 'category', name, type, categories: rows.map(({ v }) => v) }
}

/** Rows × width numbers, row-major: in double precision first, as the exported graph does it. */
export function encode(encodings: readonly ColumnEncoding[], batch: Batch): Float32Array {
  const width = widthOf(encodings)
  const out = new Float32Array(batch.rows * width)
  let offset = 0
  for (const encoding of encodings) {
    const values = batch.columns.get(encoding.name) ?? []
    const place = { out, offset, width }
    if (encoding.kind === 'numeric') encodeNumbers(encoding, values, place)
    else encodeCategories(encoding, values, place)
    offset += encoding.kind === 'numeric' ? 1 : encoding.categories.length
  }
  return out
}

interface Place {
  readonly out: Float32Array
  readonly offset: number
  readonly width: number
}

function encodeNumbers(
  { mean, std }: NumericEncoding,
  values: ArrayLike<unknown>,
  { out, offset, width }: Place,
): void {
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]
    const filled = typeof value === 'number' && !Number.isNaN(value) ? value : mean
    out[row * width + offset] = (filled - mean) / std
  }
}

function encodeCategories(
  { categories }: CategoryEncoding,
  values: ArrayLike<unknown>,
  { out, offset, width }: Place,
): void {
  const index = new Map(categories.map((category, at) => [category, at]))
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]
    const at = value === null || value === '' ? 0 : index.get(String(value))
    if (at !== undefined) out[row * width + offset + at] = 1
  }
}
