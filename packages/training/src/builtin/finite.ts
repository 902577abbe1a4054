import { type Dataset, identifier, sql } from '@trainyard/dataset'
import { InputError, type Problem } from '@trainyard/ports'

/** @throws InputError naming every feature, and the target, that holds an infinite value in any share */
export async function refuseInfinite(dataset: Dataset): Promise<void> {
  const learned = dataset.columns.filter(
    ({ role, type }) => type === 'number' && (role === 'feature' || role === 'target'),
  )
  const problems: Problem[] = []
  for (const { name } of learned) {
    const row = await firstInfinite(dataset, name)
    if (row !== undefined) problems.push({ message: `column ${name} has an infinite value in row ${row}`, remedy })
  }
  if (problems.length > 0) throw new InputError(problems)
}

const remedy = 'Leave such a value empty, remove its row, or ignore the column: data.ignore.'

async function firstInfinite({ engine, table }: Dataset, name: string): Promise<number | undefined> {
  const [found] = await engine.all<{ row: number | null }>(
    sql`SELECT min("rowNumber")::DOUBLE AS row FROM ${table} WHERE isinf(${identifier(name)})`,
  )
  return found?.row ?? undefined
}
