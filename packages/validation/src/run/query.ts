import { identifier, join, namesIn, type Sql, type SqlScalar, slices, sql } from '@trainyard/dataset'
import { errorMessage, FaultError } from '@trainyard/ports'
import { type Fault, fault, type Measure, type Measured, type Measures } from '../kinds/check.ts'
import type { Table } from '../kinds/table.ts'

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

type Asked = Pick<Table, 'engine' | 'table' | 'only'>

/** Measures of one query: the engine's time to plan it grows with their square. */
const mostMeasures = 400

/**
 * Measures everything that is asked with few queries a relation. Measures that read the same are asked once. Where the
 * engine cannot answer, as when a number leaves its range, each half of the questions is asked by itself.
 * @returns what each question asked for, or why there is no answer, in the order of the questions
 */
export async function measure(questions: readonly Question[], table: Asked): Promise<readonly (Measured | Fault)[]> {
  try {
    return await measureTogether(questions, table)
  } catch (error) {
    if (!(error instanceof FaultError)) throw error
    if (questions.length === 1) return [fault(reasonOf(error))]
    const half = Math.ceil(questions.length / 2)
    return [...(await measure(questions.slice(0, half), table)), ...(await measure(questions.slice(half), table))]
  }
}

/** DuckDB's own words, without the query. */
function reasonOf({ cause, message }: FaultError): string {
  return errorMessage(cause ?? message).split('\n')[0] ?? message
}

async function measureTogether(questions: readonly Question[], table: Asked): Promise<readonly Measured[]> {
  const queries = new Map<string, Query>()
  const places = questions.map(({ source, measures }) =>
    Object.entries(measures).map(([key, asked]) => [key, place(queries, source, asked)] as const),
  )
  const rows = new Map<string, Readonly<Record<string, Value>>>()
  for (const [from, query] of queries) rows.set(from, await run(query, table))
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

async function run({ from, names }: Query, table: Asked): Promise<Readonly<Record<string, Value>>> {
  const measures = [...names.values()].map(({ name, measure }) => sql`${measure} AS ${identifier(name)}`)
  const rows: Readonly<Record<string, Value>>[] = []
  for (const some of slices(measures, mostMeasures)) rows.push(await runSome(join(some), from, table))
  return Object.assign({}, ...rows)
}

/** One row, also where all that is asked is known already. */
async function runSome(selected: Sql, from: Sql, { engine, table, only }: Asked) {
  const relation = from.text === table.text ? only(namesIn(selected)) : from
  const [row = {}] = await engine.all<Record<string, Value>>(sql`SELECT ${selected} FROM ${relation} LIMIT 1`)
  return row
}
