import { type Engine, identifier, join, type Sql, type SqlScalar, sql } from '@trainyard/dataset'
import { errorMessage, FaultError } from '@trainyard/ports'
import { type Fault, fault, type Measure, type Measured, type Measures } from '../kinds/check.ts'

/** Aggregates, and the relation they are over where they name none of their own. */
export interface Question {
  readonly source: Sql
  readonly measures: Measures
}

type Value = SqlScalar | readonly SqlScalar[]

interface Query {
  readonly from: Sql
  /** Names of the measures, by their text. */
  readonly names: Map<string, { readonly name: string; readonly measure: Sql }>
}

interface Place {
  readonly from: string
  readonly name: string
}

/**
 * Measures everything that is asked with one query a relation. Measures that read the same are asked once. Where the
 * engine cannot answer, as when a number leaves its range, each question is asked by itself.
 * @returns what each question asked for, or why there is no answer, in the order of the questions
 */
export async function measure(questions: readonly Question[], engine: Engine): Promise<readonly (Measured | Fault)[]> {
  try {
    return await measureTogether(questions, engine)
  } catch (error) {
    if (!(error instanceof FaultError)) throw error
    if (questions.length === 1) return [fault(reasonOf(error))]
    const alone: (Measured | Fault)[] = []
    for (const question of questions) alone.push(...(await measure([question], engine)))
    return alone
  }
}

/** DuckDB's own words, without the query. */
function reasonOf({ cause, message }: FaultError): string {
  return errorMessage(cause ?? message).split('\n')[0] ?? message
}

async function measureTogether(questions: readonly Question[], engine: Engine): Promise<readonly Measured[]> {
  const queries = new Map<string, Query>()
  const places = questions.map(({ source, measures }) =>
    Object.entries(measures).map(([key, asked]) => [key, place(queries, source, asked)] as const),
  )
  const rows = new Map<string, Readonly<Record<string, Value>>>()
  for (const [from, query] of queries) rows.set(from, await run(query, engine))
  return places.map((entries) =>
    Object.fromEntries(entries.map(([key, { from, name }]) => [key, rows.get(from)?.[name] ?? null])),
  )
}

function place(queries: Map<string, Query>, source: Sql, asked: Measure): Place {
  const { from, measure } = 'from' in asked ? asked : { from: source, measure: asked }
  const query = queries.get(from.text) ?? { from, names: new Map() }
  queries.set(from.text, query)
  const known = query.names.get(measure.text) ?? { name: `m${query.names.size}`, measure }
  query.names.set(measure.text, known)
  return { from: from.text, name: known.name }
}

/** One row, also where all that is asked is known already. */
async function run({ from, names }: Query, engine: Engine): Promise<Readonly<Record<string, Value>>> {
  const selected = [...names.values()].map(({ name, measure }) => sql`${measure} AS ${identifier(name)}`)
  const [row = {}] = await engine.all<Record<string, Value>>(sql`SELECT ${join(selected)} FROM ${from} LIMIT 1`)
  return row
}
