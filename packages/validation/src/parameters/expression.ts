import { nearest } from '@trainyard/config'
import { InputError } from '@trainyard/ports'
import { type Cursor, cursorOver, refuse, type Token, unexpected } from '../language/cursor.ts'
import { type Call, functions } from './functions.ts'
import { argumentOf, moment, negative, reckon, type Sign, type Value } from './values.ts'

/** What an expression may look up. */
export interface Known {
  readonly parameters: ReadonlyMap<string, unknown>
  /** What `now()` is; without it there is none. */
  readonly now?: Date
}

/**
 * Evaluates a `$PARAMETER` expression: the name of a parameter, whose value may be anything; or Great Expectations'
 * arithmetic (`+ - * / ^`, PI, E, functions) over parameters that are numbers or dates. `^` binds to the right.
 * @throws InputError naming what is wrong, and its place
 */
export function evaluate(text: string, known: Known): unknown {
  if (known.parameters.has(text)) return known.parameters.get(text)
  if (text.startsWith('urn:')) throw new InputError(`'${text}' is a result of another run: give its value by a name`)
  const reader = { cursor: cursorOver(text), known }
  const start = reader.cursor.peek()
  const value = argumentOf(sum(reader))
  const rest = reader.cursor.peek()
  if (rest.kind !== 'end') return unexpected(rest, 'an operator or the end')
  if (value === undefined) return refuse(start, 'a span of time is no value: add it to a date')
  if (typeof value === 'number' && !Number.isFinite(value)) return refuse(start, `this comes to ${value}`)
  return value
}

interface Reader {
  readonly cursor: Cursor
  readonly known: Known
}

function sum(reader: Reader): Value {
  return chain(reader, ['+', '-'], (inner) => chain(inner, ['*', '/'], power))
}

function chain(reader: Reader, signs: readonly Sign[], part: (reader: Reader) => Value): Value {
  let left = part(reader)
  for (let token = reader.cursor.accept(...signs); token; token = reader.cursor.accept(...signs)) {
    left = reckoned(left, token, part(reader))
  }
  return left
}

function power(reader: Reader): Value {
  const base = atom(reader)
  const token = reader.cursor.accept('^')
  return token ? reckoned(base, token, power(reader)) : base
}

function reckoned(left: Value, token: Token, right: Value): Value {
  const sign = (['+', '-', '*', '/', '^'] as const).find((known) => known === token.text)
  if (sign === '/' && right === 0) return refuse(token, 'division by zero')
  return (
    (sign && reckon(left, sign, right)) ?? refuse(token, `dates and numbers do not go with ${token.text} like this`)
  )
}

function atom(reader: Reader): Value {
  const { cursor } = reader
  const sign = cursor.accept('+', '-')
  if (sign) {
    const value = atom(reader)
    return sign.text === '+' ? value : (negative(value) ?? refuse(sign, 'a date has no sign'))
  }
  if (cursor.accept('(')) {
    const inner = sum(reader)
    cursor.expect(')')
    return inner
  }
  const token = cursor.next()
  if (token.kind === 'number') return Number(token.text)
  if (token.kind !== 'name') return unexpected(token, 'a number, a parameter or a function')
  return cursor.peek().text === '(' ? called(token, reader) : named(token, reader)
}

function called(token: Token, reader: Reader): Value {
  const make = Object.hasOwn(functions, token.text) ? functions[token.text] : undefined
  if (!make) return refuse(token, unknown('function', token.text, Object.keys(functions)))
  const value = make(argumentsOf(reader), reader.known.now)
  return value ?? refuse(token, `${token.text}() does not take these arguments`)
}

/** Either all by place or all by name, as Great Expectations has it. */
function argumentsOf(reader: Reader): Call {
  const { cursor } = reader
  const values: Value[] = []
  const named = new Map<string, Value>()
  cursor.expect('(')
  while (!cursor.accept(')')) {
    if (cursor.peek(1).text === '=') {
      const name = cursor.next().text
      cursor.expect('=')
      named.set(name, sum(reader))
    } else if (named.size === 0) values.push(sum(reader))
    else unexpected(cursor.peek(), 'an argument with its name')
    if (!cursor.accept(',') && cursor.peek().text !== ')') unexpected(cursor.peek(), "',' or ')'")
  }
  return { values, named }
}

function named(token: Token, { known: { parameters } }: Reader): Value {
  if (parameters.has(token.text)) return readValue(parameters.get(token.text), token)
  if (token.text.toUpperCase() === 'PI') return Math.PI
  if (token.text.toUpperCase() === 'E') return Math.E
  return refuse(token, unknown('suite parameter', token.text, [...parameters.keys()]))
}

function readValue(value: unknown, token: Token): Value {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'string' && value.trim() !== '') {
    if (Number.isFinite(Number(value))) return Number(value)
    const iso = value.trim().replace(' ', 'T')
    const time = Date.parse(iso.includes('T') && !/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? `${iso}Z` : iso)
    if (!Number.isNaN(time)) return moment(time)
  }
  return refuse(token, `the parameter '${token.text}' is neither a number nor a date, and can only stand alone`)
}

function unknown(what: string, name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  return `there is no ${what} '${name}'${near ? `; did you mean ${near}?` : ''}`
}
