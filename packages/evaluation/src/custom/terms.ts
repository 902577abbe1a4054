import { type AnswerRows, type Side, someRows } from './answers.ts'
import { castTo } from './booleans.ts'
import type { Term } from './formula.ts'
import { type Node, type Parsed, statementOf } from './tree.ts'
import type { SqlMetric } from './types.ts'
import { refused, timeoutMs, told } from './value.ts'

/** Rows that are fetched at a time. */
const piece = 50_000

/** What the terms sum, row by row: 0 where a row is not among them. */
export async function termRows(
  metric: SqlMetric,
  parsed: Parsed,
  terms: readonly Term[],
  side: Side,
  answers: AnswerRows,
) {
  if (terms.length === 0) return []
  const text = await statementOf(parsed, terms.flatMap(selectedOf), answers.engine)
  const column = () => new Float64Array(answers.rows)
  const found = terms.map((term) => ({ term, sums: column(), counts: column() }))
  for (let from = 0; from < answers.rows; from += piece) {
    const views = { answers: someRows(side, from, piece) }
    const selected = await answers.engine.select({ text, views, limit: piece, timeoutMs })
    if (!selected.ok) throw refused(metric, told(selected.message))
    for (const [at, row] of selected.rows.entries())
      for (const [index, { term, sums, counts }] of found.entries()) {
        const value = termOf(row, term, index)
        if (value === undefined) continue
        sums[from + at] = value
        counts[from + at] = 1
      }
  }
  return found.flatMap(({ term, sums, counts }) => [[term.sum, sums] as const, [term.count, counts] as const])
}

/** The value of a term and the truth of its filters, as columns named by their numbers. */
function selectedOf({ value, filters }: Term, at: number): readonly Node[] {
  return [
    ...(value ? [castTo('DOUBLE', value, `v${at}`)] : []),
    ...filters.map((filter, place) => castTo('INTEGER', filter, `f${at}_${place}`)),
  ]
}

/** A term's value of a row; undefined where the row is not among those it is of. */
function termOf(row: Readonly<Record<string, unknown>>, { value, filters }: Term, at: number): number | undefined {
  if (filters.some((_, place) => row[`f${at}_${place}`] !== 1)) return undefined
  if (!value) return 1
  const found = row[`v${at}`]
  return found === null || found === undefined ? undefined : Number(found)
}
