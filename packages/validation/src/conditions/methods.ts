import { type Cursor, refuse, unexpected } from '../language/cursor.ts'
import { translate } from '../regex/translate.ts'
import { type Condition, not, type Operand } from './types.ts'

/** What a method of a column is, without its closing parenthesis. */
type Method = (column: string, cursor: Cursor) => Condition | Operand

const isMissing = (column: string): Condition => ({ kind: 'missing', column })
const isPresent = (column: string): Condition => not(isMissing(column))

const methods: Readonly<Record<string, Method>> = {
  isnull: isMissing,
  isna: isMissing,
  notnull: isPresent,
  notna: isPresent,
  'str.len': (column) => ({ kind: 'text', column, of: 'length' }),
  'str.lower': (column) => ({ kind: 'text', column, of: 'lower' }),
  'str.upper': (column) => ({ kind: 'text', column, of: 'upper' }),
  'str.strip': (column) => ({ kind: 'text', column, of: 'strip' }),
  'str.startswith': (column, cursor) => affix(column, 'start', cursor),
  'str.endswith': (column, cursor) => affix(column, 'end', cursor),
  'str.contains': (column, cursor) => found(column, cursor, (pattern) => pattern),
  'str.match': (column, cursor) => found(column, cursor, (pattern) => `\\A(?:${pattern})`),
  'str.fullmatch': (column, cursor) => found(column, cursor, (pattern) => `\\A(?:${pattern})\\Z`),
}

/** The method of that name, where pandas' is evaluated here. */
export function methodOf(name: string): Method | undefined {
  return Object.hasOwn(methods, name) ? methods[name] : undefined
}

function affix(column: string, at: 'start' | 'end', cursor: Cursor): Condition {
  const text = textOf(cursor)
  options(cursor, ['na'])
  return { kind: 'affix', column, at, text }
}

/** A text that is found in the column's, as a regular expression unless `regex=False`. A missing value holds none, as with `na=False`. */
function found(column: string, cursor: Cursor, whole: (pattern: string) => string): Condition {
  const token = cursor.peek()
  const text = textOf(cursor)
  const { regex = true, case: exact = true } = options(cursor, ['na', 'regex', 'case'])
  if (!regex && exact) return { kind: 'affix', column, at: 'within', text }
  if (!regex) return refuse(token, 'regex=False and case=False together are not evaluated')
  const translated = translate(`${exact ? '' : '(?i)'}${whole(text)}`)
  if (!translated.ok) return refuse(token, `the regular expression is refused: ${translated.message}`)
  const { re2 } = translated.value
  if (re2 === undefined)
    return refuse(token, 'a regular expression that RE2 cannot say is not evaluated in a condition')
  return { kind: 'found', column, re2 }
}

function textOf(cursor: Cursor): string {
  const token = cursor.next()
  return token.kind === 'string' ? token.text : unexpected(token, 'a text')
}

/** Further arguments by their names, which are true or false; `na=True` would keep missing values. */
function options(cursor: Cursor, known: readonly string[]): Readonly<Record<string, boolean>> {
  const given: Record<string, boolean> = {}
  while (cursor.accept(',')) {
    const name = cursor.next()
    if (!known.includes(name.text)) return refuse(name, `the argument ${name.text} is not evaluated`)
    cursor.expect('=')
    const value = cursor.accept('True', 'False') ?? unexpected(cursor.peek(), 'True or False')
    if (name.text === 'na' && value.text === 'True') return refuse(value, 'na=True is not evaluated')
    given[name.text] = value.text === 'True'
  }
  return given
}
