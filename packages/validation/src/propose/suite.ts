import { grouped } from '@trainyard/ports'
import type { Table } from '../kinds/table.ts'
import { boundsOf, budget, type TableBounds } from './bounds.ts'
import { columnExpectations } from './columns.ts'
import { type WrittenExpectation, written } from './written.ts'

/** A suite as Great Expectations 1.x writes it. People read, mend and commit it. */
export interface WrittenSuite {
  readonly name: string
  readonly expectations: readonly WrittenExpectation[]
  readonly suite_parameters: Readonly<Record<string, never>>
  readonly meta: { readonly trainyard: { readonly rows: number; readonly budget: number } }
  readonly notes: string
}

/**
 * A suite that accepted data passes, and that a fresh sample of as many rows of the same source passes too, its critical
 * checks with a probability of at least 95 %, and its warnings likewise.
 */
export async function proposeSuite(table: Table, name: string): Promise<WrittenSuite> {
  const bounds = await boundsOf(table)
  return {
    name,
    expectations: [
      ...tableExpectations(bounds),
      ...bounds.columns.flatMap((column) => columnExpectations(column, bounds.alpha)),
    ],
    suite_parameters: {},
    meta: { trainyard: { rows: table.rows, budget } },
    notes: `Proposed from ${grouped(table.rows)} accepted rows. Look through it: it knows what the data was, not what it should be.`,
  }
}

/** A suite as the text of its file. */
export function suiteText(suite: WrittenSuite): string {
  return `${JSON.stringify(suite, null, 2)}\n`
}

function tableExpectations({ rows, columns }: TableBounds): readonly WrittenExpectation[] {
  return [
    written(
      'expect_table_columns_to_match_set',
      'critical',
      { column_set: columns.map(({ column }) => column.name), exact_match: false },
      { why: 'These columns were there; others may be added.' },
    ),
    written(
      'expect_table_row_count_to_be_between',
      'warning',
      { min_value: leastRows(rows), max_value: rows * 2 },
      { why: 'Half to twice the rows: one table does not tell how its size varies.' },
    ),
  ]
}

/** Rows that new data must have at least: half of those seen. */
export function leastRows(rows: number): number {
  return Math.max(1, Math.floor(rows / 2))
}
