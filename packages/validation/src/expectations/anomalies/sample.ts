import { type Sql, sql } from '@trainyard/dataset'
import type { TableFacts } from '../../kinds/table.ts'

/** 2³² divided by the golden ratio: consecutive numbers times it are spread evenly (Knuth, volume 3, 6.4). */
const SPREAD = 2_654_435_769
const RANGE = 2 ** 32

/** About `size` rows of the table, spread evenly and the same for the same seed; all of them where there are no more. */
export function sampleOf({ source, rows }: TableFacts, size: number, seed: number): Sql {
  if (rows <= size) return source
  const limit = Math.ceil((size / rows) * RANGE)
  const place = sql`(("rowNumber" + ${seed}) * ${SPREAD}) % ${RANGE}`
  return sql`(SELECT * FROM ${source} WHERE ${place} < ${limit})`
}
