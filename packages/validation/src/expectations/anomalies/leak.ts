import { sql } from '@trainyard/dataset'
import { measuredList, type Step } from '../../kinds/check.ts'
import { expectation } from '../../kinds/expectation.ts'
import { mostly, optional, text, withDefault } from '../../kinds/kwargs.ts'
import { shownSql } from '../../kinds/sql/constants.ts'
import { type ColumnFacts, findColumn, isFault, type TableFacts } from '../../kinds/table.ts'
import { tellsLabel, tellsNumber } from './association.ts'
import { columnOfRole } from './compared.ts'
import { sampleOf } from './sample.ts'

/** Rows that are looked at: a near-duplicate of the target shows in any of them. */
const SAMPLE = 10_000

/** A target of numbers with at most this many values is one of classes. */
const MOST_CLASSES = 20

/**
 * The column does not all but tell the target by itself: the association of both is below `threshold`. Left out, the target
 * is the column with that role. Looks at up to 10,000 rows, spread evenly. Trainyard's own.
 */
export const columnNotLeak = expectation({
  type: 'expect_column_to_not_leak_target',
  kwargs: { column: text, target: optional(text), threshold: withDefault(mostly, 0.98) },
  compile: ({ column: name, target: targetName, threshold }, table) => {
    const column = findColumn(table, name)
    if (isFault(column)) return column
    const target = columnOfRole(table, targetName, 'target')
    return isFault(target) ? target : leakCheck(column, target, threshold, table)
  },
})

function leakCheck(column: ColumnFacts, target: ColumnFacts, threshold: number, table: TableFacts): Step {
  const from = sampleOf(table, SAMPLE, 0)
  const listed = ({ sql: value, type }: ColumnFacts) => ({
    from,
    measure: sql`list(${isNumeric(type) ? sql`CAST(${value} AS DOUBLE)` : shownSql(type, value)} ORDER BY "rowNumber")`,
  })
  return {
    kind: 'check',
    measures: { values: listed(column), targets: listed(target) },
    judge: (measured) => {
      const [values, targets] = [measuredList(measured, 'values'), measuredList(measured, 'targets')]
      const numbers = isNumeric(target.type) && new Set(targets).size > MOST_CLASSES
      const association = numbers ? tellsNumber(values, targets) : tellsLabel(values, targets)
      return {
        kind: 'value',
        success: association < threshold,
        observed: association,
        details: { rows: values.length, measure: numbers ? 'variance explained' : 'labels told' },
      }
    },
  }
}

function isNumeric(type: ColumnFacts['type']): boolean {
  return type === 'number' || type === 'integer'
}
