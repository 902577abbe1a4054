import { type Cursor, cursorOver, refuse, unexpected } from '../language/cursor.ts'
import { type Condition, isOperator, not, type Operand } from './types.ts'

/**
 * Reads Great Expectations' own small language: `col("x") > 5`, `col("x") == "a"`, `col("d") >= date("2024-01-01")`,
 * `col("x").notnull()`. It has one comparison and no more. A missing value is unequal to everything, as it is to Great Expectations on pandas.
 * @throws InputError naming what it cannot say, and where
 */
export function parseColumns(text: string): Condition {
  const cursor = cursorOver(text)
  const column = columnName(cursor)
  const parsed = cursor.accept('.') ? notNull(column, cursor) : comparison(column, cursor)
  const rest = cursor.peek()
  if (rest.kind === 'end') return parsed
  return refuse(rest, `one comparison is all that this condition_parser takes; '${rest.text}' is too much`)
}

function columnName(cursor: Cursor): string {
  cursor.expect('col')
  cursor.expect('(')
  const token = cursor.next()
  if (token.kind !== 'string') return unexpected(token, "a column's name in quotes")
  cursor.expect(')')
  return token.text
}

function notNull(column: string, cursor: Cursor): Condition {
  const token = cursor.next()
  if (token.text.toLowerCase() !== 'notnull') return refuse(token, `.${token.text} is not evaluated; .notnull() is`)
  cursor.expect('(')
  cursor.expect(')')
  return not({ kind: 'missing', column })
}

function comparison(name: string, cursor: Cursor): Condition {
  const token = cursor.next()
  if (!isOperator(token.text)) return unexpected(token, 'a comparison or .notnull()')
  const right = constant(cursor)
  return { kind: 'comparison', operator: token.text, left: { kind: 'column', name }, right }
}

function constant(cursor: Cursor): Operand {
  const sign = cursor.accept('-', '+')
  const token = cursor.next()
  if (token.kind === 'number') return { kind: 'constant', value: Number(token.text) * (sign?.text === '-' ? -1 : 1) }
  if (sign) return unexpected(token, 'a number')
  if (token.kind === 'string') return { kind: 'constant', value: token.text }
  if (token.text !== 'date') return unexpected(token, 'a number, a text or a date("…")')
  cursor.expect('(')
  const day = cursor.next()
  if (day.kind !== 'string') return unexpected(day, 'a date in quotes')
  cursor.expect(')')
  return { kind: 'constant', value: day.text }
}
