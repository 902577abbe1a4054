import { identifier, join, list, type Sql, sql } from '@trainyard/dataset'
import { type Batch, seededRandom } from '@trainyard/ports'
import { type Check, type Measured, measuredCount, measuredList, type Step } from '../../kinds/check.ts'
import { isMostly } from '../../kinds/columnMap.ts'
import type { ColumnFacts, TableFacts } from '../../kinds/table.ts'
import { type Forest, growForest, type Numbers, responsibleColumn, scoreOf, TREE_ROWS, TREES } from './forest.ts'
import { usualHighest } from './reference.ts'
import { sampleOf } from './sample.ts'

/** Rows that are remembered by their number; more are only counted. */
const MOST_REMEMBERED = 1000

export interface IsolationOptions {
  /** Left out: what a table without outliers exceeds in one of twenty cases. */
  readonly threshold: number | undefined
  readonly seed: number
  readonly mostly: number
}

/** Rows whose isolation score is above a threshold: a forest is grown from a sample, then every row is scored in batches. */
export function isolationStep(columns: readonly ColumnFacts[], table: TableFacts, options: IsolationOptions): Step {
  const from = withExtremes(sampleOf(table, TREE_ROWS * TREES, options.seed), columns, table)
  const measures = columns.map((column, at) => {
    const measure = sql`list(${numberOf(column)} ORDER BY "rowNumber")`
    return [`values${at}`, { from, measure }] as const
  })
  return {
    kind: 'inquiry',
    measures: { ...Object.fromEntries(measures), rows: sql`count(*)` },
    next: (measured) => {
      const sample = columns.map((_, at) => numbersOf(measured, at))
      const forest = growForest(sample, seededRandom(options.seed))
      const threshold = options.threshold ?? usualHighest(sample, measuredCount(measured, 'rows'), options.seed)
      return scoringStep(columns, forest, { ...options, threshold })
    },
  }
}

/** A sample, and the rows with the least and greatest value of each column. */
function withExtremes(sample: Sql, columns: readonly ColumnFacts[], { source }: TableFacts): Sql {
  if (sample === source) return source
  const rows = columns.flatMap(({ sql: value }) => [
    sql`arg_min("rowNumber", ${value})`,
    sql`arg_max("rowNumber", ${value})`,
  ])
  return sql`(SELECT * FROM ${sample} UNION SELECT * FROM ${source}
    WHERE "rowNumber" IN (SELECT unnest([${join(rows)}]) FROM ${source}))`
}

type Judged = IsolationOptions & { readonly threshold: number }

function scoringStep(columns: readonly ColumnFacts[], forest: Forest, options: Judged): Step {
  return {
    kind: 'walk',
    columns: [
      sql`CAST("rowNumber" AS DOUBLE) AS row`,
      ...columns.map((column, at) => sql`${numberOf(column)} AS ${identifier(`c${at}`)}`),
    ],
    through: async (batches) => outlierCheck(await flag(batches, forest, columns, options.threshold), columns, options),
  }
}

interface Flagged {
  readonly total: number
  readonly flagged: number
  /** Numbers of the first of them. */
  readonly rows: readonly number[]
  /** How many of them each column sets apart. */
  readonly responsible: Readonly<Record<string, number>>
}

async function flag(
  batches: AsyncIterable<Batch>,
  forest: Forest,
  columns: readonly ColumnFacts[],
  threshold: number,
): Promise<Flagged> {
  const rows: number[] = []
  const responsible = new Map<string, number>()
  let [total, flagged] = [0, 0]
  for await (const batch of batches) {
    const values = columns.map((_, at) => column(batch, `c${at}`))
    const numbers = column(batch, 'row')
    total += batch.rows
    for (let at = 0; at < batch.rows; at += 1) {
      if (scoreOf(forest, values, at) <= threshold) continue
      flagged += 1
      if (rows.length < MOST_REMEMBERED) rows.push(numbers[at] ?? 0)
      const name = columns[responsibleColumn(forest, values, at)]?.name ?? ''
      responsible.set(name, (responsible.get(name) ?? 0) + 1)
    }
  }
  return { total, flagged, rows, responsible: Object.fromEntries(responsible) }
}

function outlierCheck(
  { total, flagged, rows, responsible }: Flagged,
  columns: readonly ColumnFacts[],
  { threshold, mostly }: Judged,
): Check {
  return {
    kind: 'check',
    measures: {},
    rows: { unexpected: inRows(rows), columns: columns.map(({ name }) => name), shape: 'record' },
    judge: () => ({
      kind: 'rows',
      success: isMostly(flagged, total, mostly),
      elements: total,
      considered: total,
      unexpected: flagged,
      details: { method: 'isolation', threshold, columns: responsible },
    }),
  }
}

function inRows(rows: readonly number[]): Sql {
  return rows.length === 0 ? sql`FALSE` : sql`"rowNumber" IN ${list(rows)}`
}

function numbersOf(measured: Measured, at: number): Float64Array {
  return Float64Array.from(measuredList(measured, `values${at}`), (value) =>
    value === null ? Number.NaN : Number(value),
  )
}

function column({ columns }: Batch, name: string): Numbers[number] {
  const values = columns.get(name)
  return values instanceof Float64Array ? values : Float64Array.from(values ?? [], Number)
}

function numberOf({ sql: value }: ColumnFacts): Sql {
  return sql`CAST(${value} AS DOUBLE)`
}
