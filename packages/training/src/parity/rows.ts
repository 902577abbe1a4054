import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Dataset } from '@trainyard/dataset'
import type { Split } from '@trainyard/evidence'
import type { Batch, ColumnValues } from '@trainyard/ports'

/** Rows that are compared, at most: spread evenly over the share. */
const MOST_ROWS = 50_000
const AT_ONCE = 4096

/** Rows that the original and the converted model are both asked for. */
export interface ParityRows {
  readonly split: Split
  readonly columns: readonly string[]
  /** Number of each row in the table. */
  readonly numbers: Float64Array
  batches(): AsyncIterable<Batch>
}

/** The test share, or, where there is none, the validation share, or else the training rows. */
export async function parityRows(dataset: Dataset, columns: readonly string[]): Promise<ParityRows> {
  const order = ['test', 'validation', 'train'] as const
  const split = order.find((share) => dataset.split.rows[share] > 0) ?? 'train'
  const step = Math.ceil(dataset.split.rows[split] / MOST_ROWS)
  const numbers = (await dataset.rowNumbers(split)).filter((_, row) => row % step === 0)
  return { split, columns, numbers, batches: () => everyNth(dataset.batches(split, columns, AT_ONCE * step), step) }
}

/** Batches hold a multiple of `step` rows, but for the last. */
async function* everyNth(batches: AsyncIterable<Batch>, step: number): AsyncIterable<Batch> {
  for await (const { rows, columns } of batches) {
    const thinned = [...columns].map(([name, values]) => [name, thin(values, step)] as const)
    yield { rows: Math.ceil(rows / step), columns: new Map(thinned) }
  }
}

function thin(values: ColumnValues, step: number): ColumnValues {
  if (step === 1) return values
  return values instanceof Float64Array
    ? values.filter((_, row) => row % step === 0)
    : values.filter((_, row) => row % step === 0)
}

/** Writes the rows as the converter reads them: an object of columns a line; no number is null, no text is ''. */
export async function writeRows(rows: ParityRows, file: string): Promise<void> {
  async function* lines() {
    for await (const { columns } of rows.batches()) {
      const plain = [...columns].map(([name, values]) => [name, plainValues(values)] as const)
      yield `${JSON.stringify(Object.fromEntries(plain))}\n`
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(file))
}

function plainValues(values: ColumnValues): readonly (number | string | null)[] {
  return values instanceof Float64Array ? [...values] : values.map((value) => value ?? '')
}
