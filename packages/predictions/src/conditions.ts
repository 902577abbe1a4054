import { type Condition, type Dataset, rowsWhere } from '@trainyard/dataset'
import type { Split } from '@trainyard/evidence'
import type { TextColumn } from './column.ts'

/** The column that says which rows a condition holds for, by `true` and `false`: kept with the answers, for judging again. */
export function conditionColumn(text: string): string {
  return `slice: ${text}`
}

/** That column of each condition, for the rows of a share. @throws InputError for a condition that is none */
export async function conditionColumns(
  dataset: Dataset,
  split: Split | 'all',
  conditions: readonly Condition[],
): Promise<ReadonlyMap<string, TextColumn>> {
  const held = await rowsWhere(dataset, split, conditions)
  return new Map(
    conditions.map(({ text }, at) => [
      conditionColumn(text),
      { names: ['false', 'true'], numbers: Uint32Array.from(held[at] ?? []) },
    ]),
  )
}
