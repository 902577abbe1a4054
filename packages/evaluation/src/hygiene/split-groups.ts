import { type Dataset, identifier, sql } from '@trainyard/dataset'

/** Groups of the test share, and those among them that have rows in another share, too. */
export interface SplitGroups {
  readonly groups: number
  readonly split: number
}

/** Counts the groups of a column that the shares cut apart. Rows without a group are of none. */
export async function countSplitGroups(dataset: Dataset, group: string): Promise<SplitGroups> {
  const column = identifier(group)
  const inTest = sql`SELECT DISTINCT ${column} AS name FROM ${dataset.only([group])} WHERE "rowSplit" = 'test' AND ${column} IS NOT NULL`
  const others = sql`SELECT ${column} FROM ${dataset.only([group])} WHERE "rowSplit" <> 'test' AND ${column} IS NOT NULL`
  const [found] = await dataset.engine.all<{ groups: number; split: number }>(
    sql`SELECT count(*) AS groups, count(*) FILTER (WHERE name IN (${others})) AS split FROM (${inTest})`,
  )
  return { groups: Number(found?.groups ?? 0), split: Number(found?.split ?? 0) }
}
