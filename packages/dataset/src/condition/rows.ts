import type { Split } from '@trainyard/evidence'
import { errorMessage, FaultError, InputError } from '@trainyard/ports'
import { sql } from '../sql.ts'
import { rowsOf } from '../table/dataset.ts'
import type { Dataset } from '../types.ts'
import { type CheckedCondition, type Condition, checkConditions, heldColumns } from './condition.ts'

/**
 * Which rows of a share each condition holds for: one byte a row, in row order, 1 where it does.
 * @throws InputError for a condition that is none, or that breaks on some row
 */
export async function rowsWhere(
  dataset: Dataset,
  split: Split | 'all',
  conditions: readonly Condition[],
): Promise<readonly Uint8Array[]> {
  if (conditions.length === 0) return []
  const checked = await checkConditions(conditions, dataset)
  const total = split === 'all' ? dataset.rows : dataset.split.rows[split]
  const held = checked.map(() => new Uint8Array(total))
  const columns = new Set(checked.flatMap((one) => one.columns))
  const query = sql`SELECT ${heldColumns(checked)} FROM ${dataset.only(columns)} ${rowsOf(split)}`
  try {
    let from = 0
    for await (const batch of dataset.engine.stream(query)) {
      for (const [at, into] of held.entries()) into.set(Array.from(batch.columns.get(String(at)) ?? [], Number), from)
      from += batch.rows
    }
    return held
  } catch (error) {
    throw error instanceof FaultError ? broken(error, checked) : error
  }
}

/** The engine's own words would hold the row's value. */
function broken(cause: FaultError, conditions: readonly CheckedCondition[]): InputError {
  const [kind = 'the table engine refuses it'] = /\w+ Error(?=:)/.exec(errorMessage(cause.cause ?? cause)) ?? []
  const texts = conditions.map(({ text }) => `'${text}'`).join(' or ')
  return new InputError(`${texts} breaks on some row: ${kind}`, {
    ...(conditions[0] && { at: conditions[0].at }),
    remedy: 'Where a cast may fail, write TRY_CAST(column AS INTEGER).',
    cause,
  })
}
