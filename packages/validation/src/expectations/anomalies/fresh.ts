import { parseDuration } from '@trainyard/config'
import { sql } from '@trainyard/dataset'
import { InputError } from '@trainyard/ports'
import { fault, measuredNumber } from '../../kinds/check.ts'
import { expectation } from '../../kinds/expectation.ts'
import { optional, text } from '../../kinds/kwargs.ts'
import { isFault } from '../../kinds/table.ts'
import { columnOfRole } from './compared.ts'

/**
 * The newest time of the column lies at most `max_age` (`90s`, `6h`, `7d`) before now, and not after it. Times are UTC; a date
 * counts until its end. Left out, the column is the one with the role time. Nothing is sampled: it does not err. Trainyard's own.
 */
export const tableFresh = expectation({
  type: 'expect_table_to_be_fresh',
  kwargs: { column: optional(text), max_age: text },
  agree: ({ max_age }) => durationProblem(max_age),
  compile: ({ column: name, max_age }, table) => {
    const column = columnOfRole(table, name, 'time')
    if (isFault(column)) return column
    const { type } = column
    if (type !== 'date' && type !== 'timestamp' && !column.empty)
      return fault(`column '${column.name}' holds ${type} values; expect_table_to_be_fresh needs dates or timestamps`)
    const { now } = table
    if (now === undefined) return fault('there is no clock to hold the newest time against')
    const end = type === 'date' ? parseDuration('1d') : 0
    return {
      kind: 'check',
      measures: { newest: column.empty ? sql`max(NULL)` : sql`epoch_ms(CAST(max(${column.sql}) AS TIMESTAMP))` },
      judge: (measured) => {
        const newest = measuredNumber(measured, 'newest')
        if (newest === undefined) return { kind: 'value', success: false, observed: null }
        const age = now.getTime() - newest
        const success = age - end <= parseDuration(max_age) && age >= 0
        return { kind: 'value', success, observed: seconds(age), details: { unit: 'seconds since the newest row' } }
      },
    }
  },
})

function durationProblem(max_age: string) {
  try {
    parseDuration(max_age)
    return undefined
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { kwarg: 'max_age', message: error.problems.map(({ message, remedy }) => `${message}. ${remedy}`).join(' ') }
  }
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000)
}
