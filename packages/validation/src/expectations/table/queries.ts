import { identifier, join, type Selected, type Sql, sql } from '@trainyard/dataset'
import { fault, type Query, type Step, type ValueOutcome } from '../../kinds/check.ts'
import { expectation, type KwargProblem } from '../../kinds/expectation.ts'
import { mostly, optional, text } from '../../kinds/kwargs.ts'
import type { OtherTable, TableFacts } from '../../kinds/table.ts'

/** Time for one query. */
const timeoutMs = 300_000

/** Rows of a query that are looked at, at most: Great Expectations' own limit. */
const mostRows = 200

/**
 * The query finds no row. It is SQL of DuckDB's: one statement that selects. `{batch}` stands for the table, cut down by the
 * row condition. It can neither write nor reach a file or the network. Great Expectations: unexpected_rows_expectation.
 */
export const unexpectedRows = expectation({
  type: 'unexpected_rows_expectation',
  kwargs: { unexpected_rows_query: text, description: optional(text) },
  agree: ({ unexpected_rows_query }) => misplaced('unexpected_rows_query', unexpected_rows_query),
  compile: ({ unexpected_rows_query }, table) =>
    queryStep(filled(unexpected_rows_query), { batch: batchOf(table) }, (found) => {
      return valueStep({
        success: found.total === 0,
        observed: `${found.total} unexpected ${found.total === 1 ? 'row' : 'rows'}`,
        completeValues: { details: { unexpected_rows: found.rows } },
      })
    }),
})

/**
 * A query of the table and one of another table, given by name, find the same rows in any order: at least the share `mostly`
 * of the longer result. At most 200 rows of each are compared, column by column in their order; `{batch}` stands for the
 * table that is asked. Great Expectations: expect_query_results_to_match_comparison.
 */
export const queryResultsMatch = expectation({
  type: 'expect_query_results_to_match_comparison',
  kwargs: { base_query: text, comparison_data_source_name: text, comparison_query: text, mostly },
  agree: ({ base_query, comparison_query }) =>
    misplaced('base_query', base_query) ?? misplaced('comparison_query', comparison_query),
  compile: ({ base_query, comparison_data_source_name: name, comparison_query, mostly }, table) => {
    const other = table.tables[name]
    const relation = other && relationOf(other)
    if (!other?.engine || !relation) return fault(`no table is named '${name}'; name its file: --table ${name}=FILE`)
    const { engine } = other
    return queryStep(filled(base_query), { batch: batchOf(table) }, (base) => ({
      ...queryStep(filled(comparison_query), { batch: relation, [name]: relation }, (compared) =>
        valueStep(matched(base.rows, compared.rows, mostly)),
      ),
      engine,
    }))
  },
})

type Found = Extract<Selected, { ok: true }>

function queryStep(query: string, views: Readonly<Record<string, Sql>>, next: (found: Found) => Step): Query {
  return {
    kind: 'query',
    query: { text: query, views, limit: mostRows, timeoutMs },
    next: (selected) => (selected.ok ? next(selected) : fault(selected.message)),
  }
}

function valueStep(outcome: Omit<ValueOutcome, 'kind'>): Step {
  return { kind: 'check', measures: {}, judge: () => ({ kind: 'value', ...outcome }) }
}

/** The table as its files have it, without the columns of our own. */
function batchOf({ source, columns }: Pick<TableFacts, 'source' | 'columns'>): Sql {
  return sql`(SELECT ${join(columns.map(({ name }) => identifier(name)))} FROM ${source})`
}

function relationOf({ table, columns }: OtherTable): Sql | undefined {
  return table && columns && batchOf({ source: table, columns })
}

const placeholder = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g

/** What the placeholders stand for. The table is cut down by the row condition already. */
const stands: Readonly<Record<string, string>> = { batch: '"batch"', active_batch: '"batch"', row_condition: 'TRUE' }

function filled(query: string): string {
  const whole = query.replace(/[;\s]+$/, '')
  return whole.replace(placeholder, (found, name: string | undefined) => (name && stands[name]) ?? found.charAt(0))
}

function misplaced(kwarg: string, query: string): KwargProblem | undefined {
  if (/^[;\s]*$/.test(query)) return { kwarg, message: 'must hold a query' }
  for (const [found, name] of query.matchAll(placeholder)) {
    if (name !== undefined && !Object.hasOwn(stands, name)) {
      return {
        kwarg,
        message: `holds ${found}, which stands for nothing: {batch} is the table, a brace itself is doubled`,
      }
    }
    if (found === '{' || found === '}') return { kwarg, message: `holds a lone ${found}: a brace itself is doubled` }
  }
  return undefined
}

type Rows = Found['rows']

function matched(base: Rows, compared: Rows, share: number): Omit<ValueOutcome, 'kind'> {
  const unexpected = without(base, compared)
  const missing = without(compared, base)
  const longer = Math.max(base.length, compared.length)
  const count = longer - (base.length - unexpected.length)
  const percent = longer === 0 ? 0 : (1 - (longer - count) / longer) * 100
  return {
    success: 100 - percent >= share * 100,
    counts: { unexpected_count: count, unexpected_percent: percent },
    completeValues: { details: { missing_rows: missing, unexpected_rows: unexpected } },
  }
}

/** Rows of the first list that the second does not have, as often as it does not. */
function without(rows: Rows, others: Rows): Rows {
  const left = new Map<string, number>()
  for (const other of others) left.set(keyOf(other), (left.get(keyOf(other)) ?? 0) + 1)
  return rows.filter((row) => {
    const times = left.get(keyOf(row)) ?? 0
    left.set(keyOf(row), times - 1)
    return times <= 0
  })
}

function keyOf(row: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.values(row), (_, value) => (typeof value === 'bigint' ? String(value) : value))
}
