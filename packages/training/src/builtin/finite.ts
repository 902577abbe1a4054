import { type Dataset, identifier, join, sql } from '@trainyard/dataset'
import { InputError, type Problem } from '@trainyard/ports'

/** @throws InputError naming every feature, and the target, that holds an infinite value in any share */
export async function refuseInfinite(dataset: Dataset): Promise<void> {
  const learned = dataset.columns.filter(
    ({ role, type }) => type === 'number' && (role === 'feature' || role === 'target'),
  )
  const rows = await firstInfinite(
    dataset,
    learned.map(({ name }) => name),
  )
  const problems = [...rows].map(
    ([name, row]): Problem => ({ message: `column ${name} has an infinite value in row ${row}`, remedy }),
  )
  if (problems.length > 0) throw new InputError(problems)
}

const remedy = 'Leave such a value empty, remove its row, or ignore the column: data.ignore.'

/** The first row with an infinite value of each column that has one: in one query, since a table may have thousands. */
async function firstInfinite(
  { engine, table }: Dataset,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (names.length === 0) return new Map()
  const first = names.map((name, at) => {
    const row = sql`CASE WHEN isinf(${identifier(name)}) THEN "rowNumber" END`
    return sql`min(${row})::DOUBLE AS ${identifier(`c${at}`)}`
  })
  const [found = {}] = await engine.all<Readonly<Record<string, number | null>>>(
    sql`SELECT ${join(first)} FROM ${table}`,
  )
  return new Map(
    names.flatMap((name, at) => {
      const row = found[`c${at}`]
      return row === null || row === undefined ? [] : [[name, row]]
    }),
  )
}
