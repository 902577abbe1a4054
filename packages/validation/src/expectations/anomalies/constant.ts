import { sql } from '@trainyard/dataset'
import { measuredCount } from '../../kinds/check.ts'
import { expectation } from '../../kinds/expectation.ts'
import { text } from '../../kinds/kwargs.ts'
import { findColumn, isFault } from '../../kinds/table.ts'

/** The column has two different values at least; one without any value passes, as there is nothing to vary. Trainyard's own. */
export const columnNotConstant = expectation({
  type: 'expect_column_to_not_be_constant',
  kwargs: { column: text },
  compile: ({ column: name }, table) => {
    const column = findColumn(table, name)
    if (isFault(column)) return column
    return {
      kind: 'check',
      measures: {
        elements: sql`count(*)`,
        present: sql`count(${column.sql})`,
        varied: sql`coalesce(min(${column.sql}) <> max(${column.sql}), FALSE)`,
      },
      judge: (measured) => {
        const [elements, present] = [measuredCount(measured, 'elements'), measuredCount(measured, 'present')]
        const varied = measured['varied'] === true
        return {
          kind: 'value',
          success: varied || present === 0,
          observed: varied ? 'varied' : present === 0 ? 'empty' : 'constant',
          elements,
          missing: elements - present,
        }
      },
    }
  },
})
