/**
 * Some rows of a table, column by column. Numbers, booleans (0 and 1), dates, times and timestamps (seconds, since 1970
 * or since midnight) are `Float64Array` with NaN for a missing value; text is an array with `null` for a missing value.
 */
export interface Batch {
  readonly rows: number
  readonly columns: ReadonlyMap<string, ColumnValues>
}

export type ColumnValues = Float64Array | readonly (string | null)[]
