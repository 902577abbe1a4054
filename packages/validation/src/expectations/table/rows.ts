import { nearest } from '@trainyard/config'
import { fault } from '../../kinds/check.ts'
import { count, text } from '../../kinds/kwargs.ts'
import { countRangeKwargs, isWithin, orderedRange } from '../../kinds/range.ts'
import { rowCount } from '../../kinds/tableFact.ts'

/** Great Expectations: expect_table_row_count_to_be_between. */
export const tableRowCountBetween = rowCount({
  type: 'expect_table_row_count_to_be_between',
  kwargs: countRangeKwargs,
  agree: orderedRange,
  judge: (rows, range) => ({ success: isWithin('integer', rows, range) === true, observed: rows }),
})

/** Great Expectations: expect_table_row_count_to_equal. */
export const tableRowCountEqual = rowCount({
  type: 'expect_table_row_count_to_equal',
  kwargs: { value: count },
  judge: (rows, { value }) => ({ success: rows === value, observed: rows }),
})

/** As many rows as another table, given by name. Great Expectations: expect_table_row_count_to_equal_other_table. */
export const tableRowCountEqualOther = rowCount({
  type: 'expect_table_row_count_to_equal_other_table',
  kwargs: { other_table_name: text },
  fault: ({ others }, { other_table_name }) => {
    if (Object.hasOwn(others, other_table_name)) return undefined
    const near = nearest(other_table_name, Object.keys(others))
    const hint = near ? `there is '${near}'` : `name its file: --table ${other_table_name}=FILE`
    return fault(`no table is named '${other_table_name}'; ${hint}`)
  },
  judge: (rows, { other_table_name }, { others }) => {
    const other = others[other_table_name]
    return { success: rows === other, observed: { self: rows, other } }
  },
})
