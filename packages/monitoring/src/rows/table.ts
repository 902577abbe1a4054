import { type Dataset, openTable } from '@trainyard/dataset'
import type { ColumnProfile, ColumnType } from '@trainyard/evidence'
import type { LocateServices } from '@trainyard/native'
import { InputError } from '@trainyard/ports'
import { countLike } from '@trainyard/profile'
import type { CurrentRows, RowSource } from './types.ts'

/** Counts the rows of tables like a profile. Its types are pinned: a number stays a number. */
export async function readTable(
  { base, files }: RowSource,
  reference: readonly ColumnProfile[],
  services: LocateServices,
): Promise<CurrentRows> {
  const dataset = await openTable({ base, files, types: types(reference) }, services)
  try {
    return await countTable(dataset, reference)
  } finally {
    await dataset.close()
  }
}

async function countTable(dataset: Dataset, reference: readonly ColumnProfile[]): Promise<CurrentRows> {
  const there = new Set(dataset.columns.map(({ name }) => name))
  const shared = reference.filter(({ name }) => there.has(name))
  if (shared.length === 0) {
    throw new InputError('these rows have none of the columns of the profile', {
      remedy: `The profile speaks of ${reference.map(({ name }) => name).join(', ')}.`,
    })
  }
  const counters = new Map(shared.map((column) => [column.name, countLike(column)]))
  for await (const batch of dataset.batches('all', [...counters.keys()])) {
    for (const [name, values] of batch.columns) counters.get(name)?.add(values)
  }
  return {
    rows: dataset.rows,
    columns: new Map([...counters].map(([name, counter]) => [name, counter.profile()])),
    models: [],
  }
}

function types(reference: readonly ColumnProfile[]): Readonly<Record<string, ColumnType>> {
  return Object.fromEntries(reference.map(({ name, type }) => [name, type]))
}
