import type { Outcome, RowOutcome, ValueOutcome } from '../kinds/check.ts'
import type { ResultFormat } from '../suite/types.ts'
import { countValues, type Lists, listsOf, plain, plainEntries, type Unexpected } from './unexpected.ts'

type Result = Readonly<Record<string, unknown>>

/** Writes an outcome in Great Expectations' own result shape. */
export function formatResult(outcome: Outcome, format: ResultFormat, unexpected: Unexpected | undefined): Result {
  if (outcome.kind === 'rows') return rowResult(outcome, format, listsOf(unexpected, format))
  return format.result_format === 'BOOLEAN_ONLY' ? {} : valueResult(outcome, format)
}

/** Whether the result tells how unexpected rows are found again: COMPLETE does unless told not to, others when told to. */
export function wantsQuery({ result_format, return_unexpected_index_query: wanted }: ResultFormat): boolean {
  return wanted ?? result_format === 'COMPLETE'
}

function valueResult(outcome: ValueOutcome, format: ResultFormat): Result {
  const { observed, elements, missing, details, counts, values, completeValues } = outcome
  const shown = !format.exclude_unexpected_values
  const counted = format.result_format !== 'BASIC' && elements !== undefined && missing !== undefined
  return {
    ...(observed !== undefined && { observed_value: plain(observed) }),
    ...(counted && { element_count: elements, missing_count: missing, missing_percent: percent(missing, elements) }),
    ...counts,
    ...(shown && plainEntries(asked(format, values))),
    ...(shown && format.result_format === 'COMPLETE' && plainEntries(completeValues)),
    ...(details && { details }),
  }
}

/** Partial lists that may hold nothing are left out. */
function asked({ partial_unexpected_count: most }: ResultFormat, values: Result = {}): Result {
  if (most > 0) return values
  return Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith('partial_')))
}

function rowResult(outcome: RowOutcome, format: ResultFormat, lists: Lists): Result {
  const query = wantsQuery(format) && { unexpected_index_query: lists.query, ...cutAt(outcome, lists) }
  if (format.result_format === 'BOOLEAN_ONLY') return query ? { ...query, ...indexColumns(format) } : {}
  const { elements, considered, unexpected } = outcome
  return {
    element_count: elements,
    unexpected_count: unexpected,
    unexpected_percent: percent(unexpected, considered ?? elements),
    ...partialValues(format, lists),
    ...indexColumns(format),
    ...(considered !== undefined && missingCounts(elements, considered, unexpected)),
    ...unexpectedRows(format, lists),
    ...(format.result_format !== 'BASIC' && summary(format, lists)),
    ...(format.result_format === 'COMPLETE' && { ...complete(format, lists), ...cutAt(outcome, lists) }),
    ...(outcome.details && { details: outcome.details }),
    ...query,
  }
}

function partialValues(format: ResultFormat, { values }: Lists): Result {
  if (format.exclude_unexpected_values) return {}
  return { partial_unexpected_list: values.slice(0, format.partial_unexpected_count).map(plain) }
}

function missingCounts(elements: number, considered: number, unexpected: number): Result {
  return {
    missing_count: elements - considered,
    missing_percent: percent(elements - considered, elements),
    unexpected_percent_total: percent(unexpected, elements),
    unexpected_percent_nonmissing: percent(unexpected, considered),
  }
}

/** Great Expectations has no such key: how many of the unexpected rows are listed, where that is not all of them. */
function cutAt({ unexpected }: RowOutcome, { values }: Lists): Result {
  return values.length < unexpected ? { unexpected_listed_count: values.length } : {}
}

function unexpectedRows(format: ResultFormat, { rows }: Lists): Result {
  if (!format.include_unexpected_rows || format.exclude_unexpected_values) return {}
  return { unexpected_rows: rows }
}

/** Values are counted over all that are listed: the first few, or all where the result is complete. */
function summary(format: ResultFormat, { values, indices }: Lists): Result {
  const most = format.partial_unexpected_count
  if (most === 0) return {}
  const counted = format.result_format === 'COMPLETE' ? values : values.slice(0, most)
  return {
    ...(!format.exclude_unexpected_values && { partial_unexpected_counts: countValues(counted, most) }),
    partial_unexpected_index_list: indices.slice(0, most),
  }
}

function complete(format: ResultFormat, { values, indices }: Lists): Result {
  return {
    ...(!format.exclude_unexpected_values && { unexpected_list: values.map(plain) }),
    unexpected_index_list: indices,
  }
}

function indexColumns({ unexpected_index_column_names }: ResultFormat): Result {
  return unexpected_index_column_names.length > 0 ? { unexpected_index_column_names } : {}
}

function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : (part / whole) * 100
}
