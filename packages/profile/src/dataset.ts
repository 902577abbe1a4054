import { type Dataset, identifier, join, sql } from '@trainyard/dataset'
import type { ColumnDocument, ColumnProfile, Split } from '@trainyard/evidence'
import { type ColumnCounter, countCategories, countNumbers, isCategorical } from './column.ts'

/** Cut points of a numeric column: at most this many quantiles of the reference. */
const MOST_EDGES = 256

/** Profiles the features and the target of a share of a dataset in one pass over its rows, after one query for the cut points. */
export async function profileDataset(dataset: Dataset, split: Split | 'all'): Promise<ColumnProfile[]> {
  const columns = dataset.columns.filter(({ role }) => role === 'feature' || role === 'target')
  const edges = await cutPoints(
    dataset,
    split,
    columns.filter(({ type }) => !isCategorical(type)),
  )
  const counters = new Map(columns.map((column) => [column.name, counterOf(column, edges)]))
  for await (const batch of dataset.batches(split, [...counters.keys()])) {
    for (const [name, values] of batch.columns) counters.get(name)?.add(values)
  }
  return [...counters.values()].map((counter) => counter.profile())
}

function counterOf({ name, type, role }: ColumnDocument, edges: ReadonlyMap<string, readonly number[]>): ColumnCounter {
  const described = { name, type, source: role === 'target' ? ('target' as const) : ('feature' as const) }
  return isCategorical(type) ? countCategories(described) : countNumbers(described, edges.get(name) ?? [])
}

/** Distinct quantiles of each column, the greatest value left out: nothing of the reference lies beyond it. */
async function cutPoints(
  dataset: Dataset,
  split: Split | 'all',
  columns: readonly ColumnDocument[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const found = new Map<string, readonly number[]>()
  for (const { name, type } of columns) {
    const epoch = type === 'date' || type === 'timestamp'
    const value = epoch
      ? sql`epoch(${identifier(name)})::DOUBLE`
      : type === 'time'
        ? sql`(epoch_us(${identifier(name)}) / 1000000.0)::DOUBLE`
        : sql`${identifier(name)}::DOUBLE`
    const where = split === 'all' ? sql`` : sql`AND "rowSplit" = ${split}`
    const parts = Array.from({ length: MOST_EDGES - 1 }, (_, at) => sql`${(at + 1) / MOST_EDGES}`)
    const query = sql`SELECT unnest(quantile_disc(v, [${join(parts)}])) AS q FROM (SELECT ${value} AS v FROM ${dataset.only([name])} WHERE ${identifier(name)} IS NOT NULL ${where}) WHERE NOT isnan(v)`
    const rows = await dataset.engine.all<{ q: number | null }>(query)
    found.set(name, increasing(rows.map(({ q }) => q)))
  }
  return found
}

function increasing(values: readonly (number | null)[]): number[] {
  const finite = values.filter((value): value is number => value !== null && Number.isFinite(value))
  return [...new Set(finite)].sort((a, b) => a - b)
}
