import type { Scalar } from '../kinds/kwargs.ts'
import { type Cursor, cursorOver, refuse, type Token, unexpected } from '../language/cursor.ts'
import { type Condition, isOperator, not, type Operator, presentAnd } from './types.ts'

/**
 * Reads the part of a Spark SQL filter that means the same here: comparisons of a column with a constant, `IN`, `IS NULL`,
 * `AND`, `OR`, parentheses. `NOT` over a whole condition, functions and arithmetic are refused.
 * @throws InputError naming what it cannot say, and where
 */
export function parseSpark(text: string): Condition {
  const cursor = cursorOver(text, (sign) => sign)
  const parsed = chain(cursor, 'any', 'OR')
  return cursor.peek().kind === 'end' ? parsed : unexpected(cursor.peek(), 'AND, OR or the end')
}

function chain(cursor: Cursor, kind: 'all' | 'any', keyword: 'AND' | 'OR'): Condition {
  const part = () => (keyword === 'OR' ? chain(cursor, 'all', 'AND') : predicate(cursor))
  const first = part()
  const rest: Condition[] = []
  while (acceptWord(cursor, keyword)) rest.push(part())
  return rest.length === 0 ? first : { kind, conditions: [first, ...rest] }
}

function predicate(cursor: Cursor): Condition {
  if (cursor.accept('(')) {
    const inner = chain(cursor, 'any', 'OR')
    cursor.expect(')')
    return inner
  }
  const column = columnName(cursor)
  if (acceptWord(cursor, 'IS')) return nullity(column, cursor)
  const negated = acceptWord(cursor, 'NOT')
  if (acceptWord(cursor, 'IN')) return membership(column, negated, cursor)
  const token = cursor.next()
  const operator = spelled[token.text]
  if (negated || token.kind !== 'sign' || !operator) {
    return refuse(token, `only comparisons, IN and IS NULL are evaluated, not ${token.text || 'nothing'}`)
  }
  const right = { kind: 'constant', value: constant(cursor) } as const
  return presentAnd(column, { kind: 'comparison', operator, left: { kind: 'column', name: column }, right })
}

const spelled: Readonly<Record<string, Operator>> = {
  '=': '==',
  '<>': '!=',
  ...Object.fromEntries(['==', '!=', '<', '<=', '>', '>='].filter(isOperator).map((sign) => [sign, sign])),
}

function nullity(column: string, cursor: Cursor): Condition {
  const negated = acceptWord(cursor, 'NOT')
  if (!acceptWord(cursor, 'NULL')) unexpected(cursor.peek(), 'NULL')
  return negated ? not({ kind: 'missing', column }) : { kind: 'missing', column }
}

function membership(name: string, negated: boolean, cursor: Cursor): Condition {
  cursor.expect('(')
  const values: Scalar[] = []
  do values.push(constant(cursor))
  while (cursor.accept(','))
  cursor.expect(')')
  const member: Condition = { kind: 'member', operand: { kind: 'column', name }, values }
  return presentAnd(name, negated ? not(member) : member)
}

function columnName(cursor: Cursor): string {
  const token = cursor.next()
  if (isWord(token, 'NOT')) return refuse(token, 'NOT is not evaluated: Spark leaves out rows with missing values')
  if (token.kind !== 'name' && token.kind !== 'quoted') return unexpected(token, 'a column')
  if (cursor.peek().text === '(') return refuse(token, `the function ${token.text}() is not evaluated`)
  return token.text
}

function constant(cursor: Cursor): Scalar {
  const minus = cursor.accept('-')
  const token = cursor.next()
  if (token.kind === 'number') return Number(token.text) * (minus ? -1 : 1)
  if (!minus && token.kind === 'string') return token.text
  if (!minus && (isWord(token, 'TRUE') || isWord(token, 'FALSE'))) return isWord(token, 'TRUE')
  return unexpected(token, 'a constant')
}

function acceptWord(cursor: Cursor, word: string): boolean {
  if (!isWord(cursor.peek(), word)) return false
  cursor.next()
  return true
}

function isWord({ kind, text }: Token, word: string): boolean {
  return kind === 'name' && text.toUpperCase() === word
}
