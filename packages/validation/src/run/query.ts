import { type Engine, identifier, join, type Sql, type SqlScalar, sql } from '@trainyard/dataset'
import type { Check, Measured } from '../kinds/check.ts'

/**
 * Measures all checks in one query. Measures that read the same are asked once.
 * @returns what each check asked for, in the order of the checks
 */
export async function measure(checks: readonly Check[], source: Sql, engine: Engine): Promise<readonly Measured[]> {
  const columns = new Map<string, { readonly name: string; readonly measure: Sql }>()
  const named = checks.map((check) =>
    Object.entries(check.measures).map(([key, piece]) => [key, column(columns, piece)]),
  )
  const selected = [...columns.values()].map(({ name, measure }) => sql`${measure} AS ${identifier(name)}`)
  if (selected.length === 0) return checks.map(() => ({}))
  const [row = {}] = await engine.all<Record<string, SqlScalar>>(sql`SELECT ${join(selected)} FROM ${source}`)
  return named.map((entries) => Object.fromEntries(entries.map(([key, name]) => [key, row[name ?? ''] ?? null])))
}

function column(columns: Map<string, { readonly name: string; readonly measure: Sql }>, measure: Sql): string {
  const known = columns.get(measure.text)
  if (known) return known.name
  const name = `m${columns.size}`
  columns.set(measure.text, { name, measure })
  return name
}
