import type { ColumnValues } from '@trainyard/ports'
import { textColumn } from './column.ts'
import type { PredictionTable } from './types.ts'

/** Identity of each row, as text; of one that has none its number. */
export function idsOf({ id }: { readonly id?: string }, columns: ReadonlyMap<string, ColumnValues>): readonly string[] {
  const values: readonly unknown[] = id === undefined ? [] : [...(columns.get(id) ?? [])]
  return values.map((value, row) => String(value ?? row + 1))
}

/** Columns that rows may be grouped by. */
export function slicesOf(
  { slices }: { readonly slices: readonly string[] },
  columns: ReadonlyMap<string, ColumnValues>,
): Pick<PredictionTable, 'slices'> {
  if (slices.length === 0) return {}
  return {
    slices: new Map(slices.map((name) => [name, textColumn((columns.get(name) ?? []) as readonly (string | null)[])])),
  }
}
