import type { Sql } from '@trainyard/dataset'
import { InputError } from '@trainyard/ports'
import type { AnswerRows } from './answers.ts'
import { castTo } from './booleans.ts'
import { type Parsed, statementOf } from './tree.ts'
import type { SqlMetric } from './types.ts'

/** Time for one query of a user. */
export const timeoutMs = 120_000

/** @param none what stands for a missing value; left out, there must be one */
export async function askValue(metric: SqlMetric, parsed: Parsed, rows: Sql, { engine }: AnswerRows, none?: number) {
  const text = await statementOf(parsed, [castTo('DOUBLE', parsed.expression, 'value')], engine)
  const selected = await engine.select({ text, views: { answers: rows }, limit: 2, timeoutMs })
  if (!selected.ok) throw refused(metric, told(selected.message))
  const value = selected.rows[0]?.['value']
  if (selected.total !== 1) throw refused(metric, `it has ${selected.total} values; it must put all rows together`)
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (none !== undefined) return none
  throw refused(metric, `its value is ${value === null ? 'missing' : String(value)}`)
}

export function refused({ name, at }: SqlMetric, why: string): InputError {
  return new InputError(`the metric ${name} cannot be computed: ${why}`, {
    at,
    remedy:
      'Write one expression over the rows that puts them together, such as avg(cost) or sum(cost * (prediction <> label)) / count(*).',
  })
}

/** What an engine says of a value would hold that value: of such faults only the kind is told. */
export function told(message: string): string {
  const [kind] = /^\w[\w ]* Error(?=:)/.exec(message) ?? []
  return kind === undefined || /^(Binder|Parser|Catalog) Error$/.test(kind) ? message : `on some row a ${kind}`
}
