import type { Scalar } from '../kinds/kwargs.ts'
import { type Cursor, cursorOver, refuse, type Token, unexpected } from '../language/cursor.ts'
import { type Condition, isOperator, not, type Operand } from './types.ts'

type Expression = Operand | Condition

/**
 * Reads the part of `DataFrame.query` that is about the values of one row: comparisons (also chained), `and`, `or`,
 * `not`, `&`, `|`, `~`, `in`, `not in`, lists, arithmetic, and a few methods. `&` and `|` bind like `and` and `or`, as
 * pandas' own parser has it.
 * @throws InputError naming what it cannot say, and where
 */
export function parsePandas(text: string): Condition {
  const cursor = cursorOver(text)
  const first = cursor.peek()
  const parsed = condition(disjunction(cursor), first)
  if (cursor.peek().kind !== 'end') refuseRest(cursor.peek())
  return parsed
}

function disjunction(cursor: Cursor): Expression {
  return chain(cursor, 'any', ['or', '|'], conjunction)
}

function conjunction(cursor: Cursor): Expression {
  return chain(cursor, 'all', ['and', '&'], negation)
}

function chain(
  cursor: Cursor,
  kind: 'all' | 'any',
  words: readonly string[],
  part: (cursor: Cursor) => Expression,
): Expression {
  const start = cursor.peek()
  const first = part(cursor)
  const rest: Condition[] = []
  for (let word = cursor.accept(...words); word; word = cursor.accept(...words)) {
    const token = cursor.peek()
    rest.push(condition(part(cursor), token))
  }
  return rest.length === 0 ? first : { kind, conditions: [condition(first, start), ...rest] }
}

function negation(cursor: Cursor): Expression {
  if (!cursor.accept('not')) return comparison(cursor)
  const token = cursor.peek()
  return not(condition(negation(cursor), token))
}

/** One comparison, or several in a row: `0 < x <= 5`. */
function comparison(cursor: Cursor): Expression {
  const start = cursor.peek()
  const found: Condition[] = []
  let left = sum(cursor)
  for (let operator = comparator(cursor); operator !== undefined; operator = comparator(cursor)) {
    const side = operand(left, start)
    const token = cursor.peek()
    if (operator === 'in' || operator === 'not in' || token.text === '[') {
      found.push(membership(side, operator, cursor))
      break
    }
    const right = operand(sum(cursor), token)
    if (!isOperator(operator)) return unexpected(token, 'a comparison')
    found.push({ kind: 'comparison', operator, left: side, right })
    left = right
  }
  if (found.length === 0) return left
  return found.length === 1 && found[0] ? found[0] : { kind: 'all', conditions: found }
}

function comparator(cursor: Cursor): string | undefined {
  const token = cursor.peek()
  if (token.kind === 'sign' && isOperator(token.text)) return cursor.next().text
  if (cursor.accept('in')) return 'in'
  if (token.text !== 'not' || token.kind !== 'name' || cursor.peek(1).text !== 'in') return undefined
  cursor.next()
  cursor.next()
  return 'not in'
}

/** `x in […]`; pandas also reads `x == […]` so. */
function membership(operand: Operand, operator: string, cursor: Cursor): Condition {
  const token = cursor.peek()
  const member: Condition = { kind: 'member', operand, values: list(cursor) }
  if (operator === 'in' || operator === '==') return member
  if (operator === 'not in' || operator === '!=') return not(member)
  return refuse(token, `a list has no order: ${operator}`)
}

function list(cursor: Cursor): readonly Scalar[] {
  const close = cursor.accept('[') ? ']' : cursor.accept('(') ? ')' : unexpected(cursor.peek(), 'a list: […]')
  const values: Scalar[] = []
  while (!cursor.accept(close)) {
    values.push(constant(cursor))
    if (!cursor.accept(',') && cursor.peek().text !== close) unexpected(cursor.peek(), `',' or '${close}'`)
  }
  return values
}

function constant(cursor: Cursor): Scalar {
  const token = cursor.peek()
  const value = sum(cursor)
  return value.kind === 'constant' ? value.value : refuse(token, 'there should be a constant')
}

function sum(cursor: Cursor): Expression {
  return arithmetic(cursor, ['+', '-'], (inner) => arithmetic(inner, ['*', '/'], unary))
}

function arithmetic(
  cursor: Cursor,
  signs: readonly ('+' | '-' | '*' | '/')[],
  part: (cursor: Cursor) => Expression,
): Expression {
  const start = cursor.peek()
  let left = part(cursor)
  for (let sign = cursor.accept(...signs); sign; sign = cursor.accept(...signs)) {
    const operator = signs.find((known) => known === sign?.text) ?? '+'
    const token = cursor.peek()
    left = { kind: 'arithmetic', operator, left: operand(left, start), right: operand(part(cursor), token) }
  }
  return left
}

function unary(cursor: Cursor): Expression {
  const token = cursor.peek()
  if (cursor.accept('~')) return not(condition(unary(cursor), token))
  if (cursor.accept('+')) return operand(unary(cursor), token)
  if (!cursor.accept('-')) return postfix(cursor)
  const value = operand(unary(cursor), token)
  if (value.kind === 'constant') return { kind: 'constant', value: -Number(value.value) }
  return { kind: 'arithmetic', operator: '-', left: { kind: 'constant', value: 0 }, right: value }
}

function postfix(cursor: Cursor): Expression {
  const start = cursor.peek()
  const value = primary(cursor)
  if (!cursor.accept('.')) return value
  if (value.kind !== 'column') return refuse(start, 'only a column has methods')
  const method = cursor.next()
  const name = method.text === 'str' && cursor.accept('.') ? `str.${cursor.next().text}` : method.text
  const make = methods[name]
  if (!make || cursor.peek().text !== '(') return refuse(method, `.${name} is not evaluated`)
  cursor.expect('(')
  const made = make(value.name, cursor)
  cursor.expect(')')
  return made
}

const isMissing = (column: string): Condition => ({ kind: 'missing', column })
const isPresent = (column: string): Condition => not(isMissing(column))

/** Methods of a column, without their closing parenthesis. */
const methods: Readonly<Record<string, (column: string, cursor: Cursor) => Condition>> = {
  isnull: isMissing,
  isna: isMissing,
  notnull: isPresent,
  notna: isPresent,
  isin: (name, cursor) => membership({ kind: 'column', name }, 'in', cursor),
  'str.startswith': (column, cursor) => ({ kind: 'affix', column, at: 'start', text: affix(cursor) }),
  'str.endswith': (column, cursor) => ({ kind: 'affix', column, at: 'end', text: affix(cursor) }),
}

function affix(cursor: Cursor): string {
  const token = cursor.next()
  return token.kind === 'string' ? token.text : unexpected(token, 'a text')
}

function primary(cursor: Cursor): Expression {
  const token = cursor.next()
  if (token.kind === 'sign' && token.text === '(') {
    const inner = disjunction(cursor)
    cursor.expect(')')
    return inner
  }
  if (token.kind === 'number') return { kind: 'constant', value: Number(token.text) }
  if (token.kind === 'string') return { kind: 'constant', value: token.text }
  if (token.kind === 'quoted') return { kind: 'column', name: token.text }
  return token.kind === 'name' ? named(token, cursor) : refuseRest(token)
}

function named(token: Token, cursor: Cursor): Operand {
  if (token.text === 'True' || token.text === 'False') return { kind: 'constant', value: token.text === 'True' }
  if (token.text === 'None') return refuse(token, 'None is equal to nothing: ask for .isnull() or .notnull()')
  const after = cursor.peek()
  if (after.text === '(') return refuse(token, `the function ${token.text}() is not evaluated`)
  if (after.text === '[') return refuse(after, 'parts of a column are not evaluated')
  return { kind: 'column', name: token.text }
}

function refuseRest(token: Token): never {
  if (token.text === '@') return refuse(token, '@ names a Python variable, which a suite does not hold')
  if (['**', '//', '%', '=', '&&', '||', '<=>', '<>'].includes(token.text))
    return refuse(token, `${token.text} is not evaluated`)
  return unexpected(token, 'a value')
}

function condition(expression: Expression, token: Token): Condition {
  if (expression.kind === 'column') return { kind: 'truth', column: expression.name }
  if (expression.kind === 'constant' || expression.kind === 'arithmetic') {
    return refuse(token, 'there should be a condition, not a value')
  }
  return expression
}

function operand(expression: Expression, token: Token): Operand {
  if (expression.kind === 'column' || expression.kind === 'constant' || expression.kind === 'arithmetic') {
    return expression
  }
  return refuse(token, 'there should be a value, not a condition')
}
