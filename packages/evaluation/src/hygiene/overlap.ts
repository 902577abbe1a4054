import { type Dataset, identifier, join, type Sql, sql } from '@trainyard/dataset'
import type { OverlapResult } from '@trainyard/evidence'

/** Where fewer rows than this share are different from each other, equal ones are no sign of a copy. */
const leastDistinct = 0.1

/**
 * How many rows of the test share are among those that the model has learned from, or that decided when it stopped: the same id,
 * and time where there is one; without an id the same values in every column that is not ignored. By 64-bit hashes.
 */
export async function findOverlap(dataset: Dataset): Promise<OverlapResult> {
  const { columns, split } = dataset
  const named = columns.filter(({ role }) => role === 'id').map(({ name }) => name)
  const times = columns.filter(({ role }) => role === 'time').map(({ name }) => name)
  const by = named.length > 0 ? ('id' as const) : ('row' as const)
  const compared =
    by === 'id' ? [...named, ...times] : columns.filter(({ role }) => role !== 'ignore').map(({ name }) => name)
  const test = split.rows.test
  if (compared.length === 0 || test === 0 || test === dataset.rows) return { by, rows: 0, test }
  if (by === 'row' && (await distinctShare(dataset, compared)) < leastDistinct) return { by: 'nothing', rows: 0, test }
  const known = sql`SELECT ${hashOf(compared)} FROM ${dataset.only(compared)} WHERE "rowSplit" <> 'test'`
  const present = join(
    compared.map((name) => sql`${identifier(name)} IS NOT NULL`),
    ' OR ',
  )
  const [found] = await dataset.engine.all<{ rows: number }>(
    sql`SELECT count(*) AS rows FROM ${dataset.only(compared)} WHERE "rowSplit" = 'test' AND (${present}) AND ${hashOf(compared)} IN (${known})`,
  )
  return { by, rows: Number(found?.rows ?? 0), test }
}

async function distinctShare(dataset: Dataset, names: readonly string[]): Promise<number> {
  const [found] = await dataset.engine.all<{ share: number }>(
    sql`SELECT approx_count_distinct(${hashOf(names)}) / count(*) AS share FROM ${dataset.only(names)}`,
  )
  return found?.share ?? 1
}

function hashOf(names: readonly string[]): Sql {
  return sql`hash(${join(names.map(identifier))})`
}
