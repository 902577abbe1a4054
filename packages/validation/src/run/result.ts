import type { SqlScalar } from '@trainyard/dataset'
import type { Outcome, RowOutcome, RowSelection, ValueOutcome } from '../kinds/check.ts'
import type { ResultFormat } from '../suite/types.ts'
import type { UnexpectedRow } from './failing.ts'

type Result = Readonly<Record<string, unknown>>

export interface Unexpected {
  readonly selection: RowSelection
  readonly rows: readonly UnexpectedRow[]
}

/** Writes an outcome in Great Expectations' own result shape. */
export function formatResult(outcome: Outcome, format: ResultFormat, unexpected: Unexpected | undefined): Result {
  if (format.result_format === 'BOOLEAN_ONLY') return {}
  return outcome.kind === 'value' ? valueResult(outcome, format) : rowResult(outcome, format, unexpected)
}

function valueResult(outcome: ValueOutcome, format: ResultFormat): Result {
  const { observed, elements, missing, details, counts, values } = outcome
  const counted = format.result_format !== 'BASIC' && elements !== undefined && missing !== undefined
  return {
    ...(observed !== undefined && { observed_value: plain(observed) }),
    ...(counted && { element_count: elements, missing_count: missing, missing_percent: percent(missing, elements) }),
    ...counts,
    ...(!format.exclude_unexpected_values && plainEntries(values)),
    ...(details && { details }),
  }
}

function rowResult(outcome: RowOutcome, format: ResultFormat, unexpected: Unexpected | undefined): Result {
  const { elements, considered, unexpected: bad } = outcome
  const values = unexpectedValues(unexpected)
  const shown = !format.exclude_unexpected_values
  const partial = values.slice(0, format.partial_unexpected_count)
  return {
    element_count: elements,
    unexpected_count: bad,
    unexpected_percent: percent(bad, considered ?? elements),
    ...(shown && { partial_unexpected_list: partial }),
    ...indexColumns(format),
    ...(considered !== undefined && missingCounts(elements, considered, bad)),
    ...(format.result_format !== 'BASIC' && summary(format, partial, unexpected)),
    ...(format.result_format === 'COMPLETE' && complete(format, values, unexpected)),
  }
}

function missingCounts(elements: number, considered: number, bad: number): Result {
  return {
    missing_count: elements - considered,
    missing_percent: percent(elements - considered, elements),
    unexpected_percent_total: percent(bad, elements),
    unexpected_percent_nonmissing: percent(bad, considered),
  }
}

function summary(format: ResultFormat, partial: readonly unknown[], unexpected: Unexpected | undefined): Result {
  const indices = unexpectedIndices(format, unexpected).slice(0, format.partial_unexpected_count)
  return {
    ...(!format.exclude_unexpected_values && { partial_unexpected_counts: countValues(partial) }),
    partial_unexpected_index_list: indices,
  }
}

function complete(format: ResultFormat, values: readonly unknown[], unexpected: Unexpected | undefined): Result {
  return {
    ...(!format.exclude_unexpected_values && { unexpected_list: values }),
    unexpected_index_list: unexpectedIndices(format, unexpected),
  }
}

function indexColumns({ unexpected_index_column_names }: ResultFormat): Result {
  return unexpected_index_column_names.length > 0 ? { unexpected_index_column_names } : {}
}

function unexpectedValues(unexpected: Unexpected | undefined): readonly unknown[] {
  if (!unexpected) return []
  const { shape, columns } = unexpected.selection
  return unexpected.rows.map(({ values }) => {
    if (shape === 'value') return plain(values[0] ?? null)
    if (shape === 'pair') return values.map(plain)
    return record(columns, values)
  })
}

function unexpectedIndices(format: ResultFormat, unexpected: Unexpected | undefined): readonly unknown[] {
  if (!unexpected) return []
  const { rows, selection } = unexpected
  if (format.unexpected_index_column_names.length === 0) return rows.map(({ rowNumber }) => rowNumber - 1)
  return rows.map(({ keys, values }) => ({
    ...(!format.exclude_unexpected_values && record(selection.columns, values)),
    ...Object.fromEntries(Object.entries(keys).map(([name, value]) => [name, plain(value)])),
  }))
}

function record(columns: readonly string[], values: readonly SqlScalar[]): Result {
  return Object.fromEntries(columns.map((name, index) => [name, plain(values[index] ?? null)]))
}

function countValues(values: readonly unknown[]): readonly { value: unknown; count: number }[] {
  const counts = new Map<string, { value: unknown; count: number }>()
  for (const value of values) {
    const key = JSON.stringify(value)
    counts.set(key, { value, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)
}

function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : (part / whole) * 100
}

function plainEntries(values: Result = {}): Result {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)]))
}

/** JSON has no 64-bit integers and no infinities: they are written as text. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'bigint') return String(value)
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}
