import type { Scalar } from '../kinds/kwargs.ts'
import { type Cursor, cursorOver, refuse, type Token, unexpected } from '../language/cursor.ts'
import { methodOf } from './methods.ts'
import { type Arithmetic, type Condition, isOperator, not, type Operand } from './types.ts'

type Expression = Operand | Condition

/**
 * Reads the part of `DataFrame.query` that is about the values of one row: comparisons (also chained), `and`, `or`,
 * `not`, `&`, `|`, `~`, `in`, `not in`, lists, arithmetic, and some methods. `&` and `|` bind like `and` and `or`, as
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
  return arithmetic(cursor, ['+', '-'], (inner) => arithmetic(inner, ['*', '/', '//', '%'], unary))
}

function arithmetic(cursor: Cursor, signs: readonly Arithmetic[], part: (cursor: Cursor) => Expression): Expression {
  const start = cursor.peek()
  let left = part(cursor)
  for (let sign = cursor.accept(...signs); sign; sign = cursor.accept(...signs)) {
    const operator = signs.find((known) => known === sign?.text) ?? '+'
    const token = cursor.peek()
    left = reckon(operator, operand(left, start), operand(part(cursor), token), sign)
  }
  return left
}

/** A remainder is written out of its operands several times: one within another would grow without end. */
function reckon(operator: Arithmetic, left: Operand, right: Operand, sign: Token): Operand {
  if (operator === '%' && [left, right].some(hasRemainder)) return refuse(sign, 'one % within another is not evaluated')
  return { kind: 'arithmetic', operator, left, right }
}

function hasRemainder(operand: Operand): boolean {
  return (
    operand.kind === 'arithmetic' &&
    (operand.operator === '%' || hasRemainder(operand.left) || hasRemainder(operand.right))
  )
}

function unary(cursor: Cursor): Expression {
  const token = cursor.peek()
  if (cursor.accept('~')) return not(condition(unary(cursor), token))
  if (cursor.accept('+')) return operand(unary(cursor), token)
  if (!cursor.accept('-')) return power(cursor)
  const value = operand(unary(cursor), token)
  if (value.kind === 'constant') return { kind: 'constant', value: -Number(value.value) }
  return { kind: 'arithmetic', operator: '-', left: { kind: 'constant', value: 0 }, right: value }
}

/** `**` binds closer than the sign before it, and takes a sign behind it. */
function power(cursor: Cursor): Expression {
  const start = cursor.peek()
  const base = postfix(cursor)
  const sign = cursor.accept('**')
  if (!sign) return base
  const token = cursor.peek()
  return reckon('**', operand(base, start), operand(unary(cursor), token), sign)
}

function postfix(cursor: Cursor): Expression {
  const start = cursor.peek()
  const value = primary(cursor)
  if (!cursor.accept('.')) return value
  if (value.kind !== 'column') return refuse(start, 'only a column has methods')
  const word = cursor.next()
  const name = word.text === 'str' && cursor.accept('.') ? `str.${cursor.next().text}` : word.text
  if (cursor.peek().text !== '(') return refuse(word, `.${name} is not evaluated`)
  cursor.expect('(')
  const made = method(name, value.name, cursor) ?? refuse(word, `.${name} is not evaluated`)
  cursor.expect(')')
  return made
}

/** `x.isin([…])` and `x.between(a, b)`, whose arguments are constants of this language, and the methods that take none or texts. */
function method(name: string, column: string, cursor: Cursor): Expression | undefined {
  const operand: Operand = { kind: 'column', name: column }
  if (name === 'isin') return membership(operand, 'in', cursor)
  if (name === 'between') return between(operand, cursor)
  return methodOf(name)?.(column, cursor)
}

function between(left: Operand, cursor: Cursor): Condition {
  const low: Operand = { kind: 'constant', value: constant(cursor) }
  cursor.expect(',')
  const high: Operand = { kind: 'constant', value: constant(cursor) }
  const above: Condition = { kind: 'comparison', operator: '>=', left, right: low }
  return { kind: 'all', conditions: [above, { kind: 'comparison', operator: '<=', left, right: high }] }
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
  if (['=', '&&', '||', '<=>', '<>'].includes(token.text)) return refuse(token, `${token.text} is not evaluated`)
  return unexpected(token, 'a value')
}

function condition(expression: Expression, token: Token): Condition {
  if (expression.kind === 'column') return { kind: 'truth', column: expression.name }
  return isValue(expression) ? refuse(token, 'there should be a condition, not a value') : expression
}

function operand(expression: Expression, token: Token): Operand {
  return isValue(expression) ? expression : refuse(token, 'there should be a value, not a condition')
}

function isValue(expression: Expression): expression is Operand {
  return ['column', 'constant', 'text', 'arithmetic'].includes(expression.kind)
}
