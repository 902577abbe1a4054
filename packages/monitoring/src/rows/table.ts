import { type DataServices, type Dataset, openTable } from '@trainyard/dataset'
import type { ColumnProfile, ColumnType } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { type ColumnCounter, countLike } from '@trainyard/profile'
import type { CurrentRows, RowSource } from './types.ts'

/**
 * Counts the rows of tables like a profile. Where a column reads as another kind of value than the profile's, its type is
 * pinned: a code such as 01 stays text. Labels and answers need not be there.
 * @throws InputError where a value is not of the profile's type, with file and line
 */
export async function readTable(
  { base, files }: RowSource,
  reference: readonly ColumnProfile[],
  services: DataServices,
): Promise<CurrentRows> {
  const dataset = await openAs(reference, { base, files }, services)
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
  for (const column of reference) {
    if (column.source === 'feature' && !there.has(column.name))
      counters.set(column.name, allMissing(column, dataset.rows))
  }
  return {
    rows: dataset.rows,
    columns: new Map([...counters].map(([name, counter]) => [name, counter.profile()])),
    models: [],
  }
}

/** A feature that is not there is missing in every row, as it is in a prediction log. */
function allMissing(column: ColumnProfile, rows: number): ColumnCounter {
  const counter = countLike(column)
  counter.add(new Array<null>(rows).fill(null))
  return counter
}

async function openAs(
  reference: readonly ColumnProfile[],
  source: RowSource,
  services: DataServices,
): Promise<Dataset> {
  const dataset = await openTable(source, services)
  const types = pinned(reference, dataset)
  if (Object.keys(types).length === 0) return dataset
  await dataset.close()
  return openTable({ ...source, types }, services)
}

/** Types of the profile for the columns that were read as something else. */
function pinned(reference: readonly ColumnProfile[], { columns }: Dataset): Readonly<Record<string, ColumnType>> {
  const read = new Map(columns.map(({ name, type }) => [name, type]))
  const other = reference.filter(({ name, type }) => {
    const found = read.get(name)
    return found !== undefined && kindOf(found) !== kindOf(type)
  })
  return Object.fromEntries(other.map(({ name, type }) => [name, type]))
}

/** Types that are counted alike. */
function kindOf(type: ColumnType): string {
  if (type === 'number' || type === 'integer') return 'number'
  return type === 'date' || type === 'timestamp' ? 'date' : type
}
