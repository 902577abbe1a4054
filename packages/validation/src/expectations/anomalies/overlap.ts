import { type Sql, sql } from '@trainyard/dataset'
import { type Check, type Measure, measuredCount } from '../../kinds/check.ts'
import { isMostly } from '../../kinds/columnMap.ts'
import { expectation } from '../../kinds/expectation.ts'
import { mostly, optional, text, texts } from '../../kinds/kwargs.ts'
import { countIf } from '../../kinds/sql/count.ts'
import { type ColumnFacts, isFault, type TableFacts } from '../../kinds/table.ts'
import { columnOfRole, comparedColumns, differentRows, rowKey } from './compared.ts'

/**
 * No row of the test share has the values of a row that a model is trained on or chosen by, in all of `column_list`. Left out:
 * every column that is neither ignored nor the id. A missing value equals a missing value. Trainyard's own.
 */
export const rowsNotOverlap = expectation({
  type: 'expect_train_test_rows_to_not_overlap',
  kwargs: { column_list: optional(texts), mostly },
  compile: ({ column_list, mostly }, table) => {
    const columns = comparedColumns(table, column_list)
    if (isFault(columns)) return columns
    const measure = sql`coalesce(sum(tests) FILTER (WHERE others > 0), 0)`
    const count = { from: differentRows(columns, table), measure }
    return overlapCheck({ columns, considered: isTest, share: mostly, count }, table)
  },
})

/** No id of the test share is in the other shares too, as where rows of one customer lie in both. Trainyard's own. */
export const idsNotOverlap = expectation({
  type: 'expect_train_test_ids_to_not_overlap',
  kwargs: { column: optional(text), mostly },
  compile: ({ column: name, mostly }, table) => {
    const column = columnOfRole(table, name, 'id')
    if (isFault(column)) return column
    const considered = sql`(${isTest} AND ${column.sql} IS NOT NULL)`
    return overlapCheck({ columns: [column], considered, share: mostly }, table)
  },
})

const isTest = sql`"rowSplit" = 'test'`

interface Overlap {
  readonly columns: readonly ColumnFacts[]
  readonly considered: Sql
  readonly share: number
  /** How unexpected rows are counted, where others ask the same. */
  readonly count?: Measure
}

function overlapCheck({ columns, considered, share, count }: Overlap, { source }: TableFacts): Check {
  const key = rowKey(columns)
  const others = sql`(SELECT ${key} FROM ${source} WHERE "rowSplit" <> 'test')`
  const unexpected = sql`${considered} AND ${key} IN ${others}`
  return {
    kind: 'check',
    measures: {
      elements: countIf(isTest),
      considered: countIf(considered),
      unexpected: count ?? { from: sql`(SELECT * FROM ${source} WHERE ${unexpected})`, measure: sql`count(*)` },
    },
    rows: { unexpected, columns: columns.map(({ name }) => name), shape: 'record' },
    judge: (measured) => {
      const counts = {
        considered: measuredCount(measured, 'considered'),
        unexpected: measuredCount(measured, 'unexpected'),
      }
      const success = isMostly(counts.unexpected, counts.considered, share)
      return { kind: 'rows', success, elements: measuredCount(measured, 'elements'), ...counts }
    },
  }
}
