import { columnsAtOnce, type Dataset, identifier, join, slices, sql } from '@trainyard/dataset'

/** How far the values of a column lie apart. */
export interface Spread {
  /** Standard deviation. */
  readonly deviation: number
  readonly whole: boolean
}

/** Of the columns of numbers among these: of the training rows where there are any, else of all. */
export async function spreadsOf(dataset: Dataset, names: readonly string[]): Promise<ReadonlyMap<string, Spread>> {
  const { columns, split, engine } = dataset
  const numbers = columns.filter(({ name, type }) => names.includes(name) && (type === 'number' || type === 'integer'))
  const where = split.rows.train > 0 ? sql`WHERE "rowSplit" = 'train'` : sql``
  const spreads = new Map<string, Spread>()
  for (const part of slices(numbers, columnsAtOnce)) {
    const measures = part.map(({ name }, at) => sql`${deviation(name)} AS ${identifier(`d${at}`)}`)
    const [found = {}] = await engine.all<Record<string, number | null>>(
      sql`SELECT ${join(measures)} FROM ${dataset.only(part.map(({ name }) => name))} ${where}`,
    )
    for (const [at, { name, type }] of part.entries())
      spreads.set(name, { deviation: found[`d${at}`] ?? 0, whole: type === 'integer' })
  }
  return spreads
}

/** Infinite values have no share in it. */
function deviation(name: string) {
  const value = sql`${identifier(name)}::DOUBLE`
  return sql`stddev_samp(CASE WHEN isfinite(${value}) THEN ${value} END)`
}
