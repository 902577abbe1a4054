import { tQuantile } from '@trainyard/statistics'
import { type Fault, fault } from '../../kinds/check.ts'
import { expectation } from '../../kinds/expectation.ts'
import { choice, count, mostly, number, optional, texts, withDefault } from '../../kinds/kwargs.ts'
import { type ColumnFacts, findColumns, isFault, type TableFacts } from '../../kinds/table.ts'
import { isolationStep } from './isolation.ts'
import { robustStep } from './robustZ.ts'

/** Chance that a table of independent normal columns has any row beyond the default threshold of the robust score. */
const CHANCE = 0.05

/**
 * No row stands out from the others in its numbers. `robust-z`: by one value. `isolation`: by its values together, by the
 * isolation score of Liu, Ting and Zhou (2008), grown from `seed`. The default threshold of either is what a table of as many
 * normal rows exceeds in one of twenty cases. The result counts the rows that each column sets apart. Left out, `column_list`
 * is every numeric feature. Trainyard's own.
 */
export const rowsNotOutliers = expectation({
  type: 'expect_table_rows_to_not_be_outliers',
  kwargs: {
    column_list: optional(texts),
    method: choice(['robust-z', 'isolation']),
    threshold: optional(number),
    seed: withDefault(count, 0),
    mostly,
  },
  agree: ({ method, threshold }) =>
    threshold === undefined || (threshold > 0 && (method === 'robust-z' || threshold < 1))
      ? undefined
      : { kwarg: 'threshold', message: 'must be above 0, and below 1 for the isolation score' },
  compile: ({ column_list, method, threshold, seed, mostly }, table) => {
    const columns = numericColumns(table, column_list)
    if (isFault(columns)) return columns
    if (method === 'isolation') return isolationStep(columns, table, { threshold, seed, mostly })
    return robustStep(columns, { threshold: threshold ?? farOut(table.rows, columns.length), mostly })
  },
})

/**
 * Standard deviations that a normal value is beyond with probability `CHANCE`, shared by all values; 3.5 at least. The median
 * absolute deviation of n values scatters as a standard deviation of 0.37 n does, and the median as the mean of n / 1.57.
 */
function farOut(rows: number, columns: number): number {
  const tail = CHANCE / (2 * Math.max(1, rows * columns))
  const freedom = Math.max(1, 0.37 * (rows - 1))
  return Math.max(3.5, -tQuantile(tail, freedom) * Math.sqrt(1 + 1.57 / Math.max(1, rows)))
}

function numericColumns(table: TableFacts, named: readonly string[] | undefined): readonly ColumnFacts[] | Fault {
  const numeric = ({ type }: { readonly type: string }) => type === 'number' || type === 'integer'
  const names =
    named ?? table.columns.filter((column) => column.role === 'feature' && numeric(column)).map(({ name }) => name)
  const columns = findColumns(table, names)
  if (isFault(columns)) return columns
  const odd = columns.find((column) => !numeric(column) && !column.empty)
  if (odd) return fault(`column '${odd.name}' holds ${odd.type} values; outliers are looked for among numbers`)
  const filled = columns.filter(({ empty }) => !empty)
  return filled.length === 0 ? fault('there is no column of numbers to look for outliers in') : filled
}
