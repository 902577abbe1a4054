import type { Predictions } from '@trainyard/model'
import type { Batch, ColumnValues } from '@trainyard/ports'

/** Several batches of the same columns as one, in their order. */
export function joinBatches(batches: readonly Batch[]): Batch {
  const [first, ...others] = batches
  if (!first) return { rows: 0, columns: new Map() }
  if (others.length === 0) return first
  const joined = [...first.columns.keys()].map((name) => [name, joinColumn(batches, name)] as const)
  return { rows: batches.reduce((sum, { rows }) => sum + rows, 0), columns: new Map(joined) }
}

function joinColumn(batches: readonly Batch[], name: string): ColumnValues {
  const parts = batches.map(({ columns }) => columns.get(name) ?? [])
  return parts[0] instanceof Float64Array
    ? joinNumbers(parts.filter((part) => part instanceof Float64Array))
    : parts.flatMap((part) => (part instanceof Float64Array ? [] : part))
}

function joinNumbers(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** The rows from `start` up to, but not including, `end`. */
export function sliceBatch(batch: Batch, start: number, end: number): Batch {
  if (start === 0 && end >= batch.rows) return batch
  const columns = [...batch.columns].map(([name, values]) => [name, values.slice(start, end)] as const)
  return { rows: Math.min(end, batch.rows) - start, columns: new Map(columns) }
}

/** The same for answers. */
export function slicePredictions(all: Predictions, start: number, end: number): Predictions {
  const width = all.probabilities ? all.probabilities.length / all.rows : 0
  const flags = all.indicators ? all.indicators.length / all.rows : 0
  return {
    rows: end - start,
    ...(all.labels && { labels: all.labels.slice(start, end) }),
    ...(all.indicators && { indicators: all.indicators.slice(start * flags, end * flags) }),
    ...(all.probabilities && { probabilities: all.probabilities.slice(start * width, end * width) }),
    ...(all.values && { values: all.values.slice(start, end) }),
  }
}

/** The answers to the parts of one request, put together again. */
export function joinPredictions(parts: readonly Predictions[]): Predictions {
  const [first] = parts
  if (!first || parts.length === 1) return first ?? { rows: 0 }
  return {
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    ...(first.labels && { labels: parts.flatMap(({ labels }) => labels ?? []) }),
    ...(first.indicators && {
      indicators: Uint8Array.from(parts.flatMap(({ indicators }) => [...(indicators ?? [])])),
    }),
    ...(first.probabilities && { probabilities: joinNumbers(parts.map((part) => part.probabilities ?? nothing)) }),
    ...(first.values && { values: joinNumbers(parts.map(({ values }) => values ?? nothing)) }),
  }
}

const nothing = new Float64Array(0)
