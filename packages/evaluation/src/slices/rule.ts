/** Which rows a rule is of. */
export type SliceRule = ColumnSlice | NamedSlice

/** Rows by a condition, which the configuration has under this name. */
export interface NamedSlice {
  readonly name: string
}

/** Rows by a column: of each of its values apart, of one value, or of a range of numbers. */
export interface ColumnSlice {
  readonly column: string
  /** Left out, with no range either: every value. */
  readonly value?: string
  readonly range?: Range
}

/** Numbers between two bounds; a bound that is left out excludes none. */
export interface Range {
  readonly least?: Limit
  readonly most?: Limit
}

interface Limit {
  readonly number: number
  /** Whether the number itself is in. */
  readonly included: boolean
}

const every = /^every\s+(\S.*?)\s*$/s
const named = /^slice\s+("[^"]*"|'[^']*'|[^=<>]*[^=<>\s])\s*$/s
const valued = /^([^=<>]*[^=<>\s])\s*=\s*(\S.*?)\s*$/s
const number = '[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?'
const between = new RegExp(
  `^(?:(${number})\\s*(<=?)\\s*)?([^<>=]*[^<>=\\s])\\s*(?:(<=?|>=?)\\s*(${number}))?\\s*$`,
  'is',
)

/** Reads `every island`, `island = Biscoe`, `age >= 65`, `18 <= age < 30` or `slice night`; undefined where it is none. */
export function parseSlice(text: string): SliceRule | undefined {
  const [, each] = every.exec(text) ?? []
  if (each !== undefined) return { column: unquoted(each) }
  const [, name] = named.exec(text) ?? []
  if (name !== undefined) return { name: unquoted(name) }
  const [, column, value] = valued.exec(text) ?? []
  if (column !== undefined && value !== undefined) return { column: unquoted(column), value: unquoted(value) }
  return parseRange(text)
}

function parseRange(text: string): SliceRule | undefined {
  const [, low, lowSign, column, sign, high] = between.exec(text) ?? []
  if (column === undefined || (low === undefined && high === undefined)) return undefined
  if (low !== undefined && sign?.startsWith('>')) return undefined
  const first = low === undefined ? undefined : limit(low, lowSign)
  const second = high === undefined ? undefined : limit(high, sign)
  const [least, most] = sign?.startsWith('>') ? [second, undefined] : [first, second]
  return { column: unquoted(column), range: { ...(least && { least }), ...(most && { most }) } }
}

function limit(text: string, sign: string | undefined): Limit {
  return { number: Number(text), included: sign?.endsWith('=') === true }
}

/** Whether a cell is a number of the range. What is missing, or no number, is not. */
export function isWithin({ least, most }: Range, cell: string | null): boolean {
  const value = cell === null || cell.trim() === '' ? Number.NaN : Number(cell)
  const above = least === undefined || value > least.number || (least.included && value === least.number)
  const below = most === undefined || value < most.number || (most.included && value === most.number)
  return !Number.isNaN(value) && above && below
}

/** Whether it is of each value of a column. */
export function isEvery(slice: SliceRule): boolean {
  return 'column' in slice && slice.value === undefined && slice.range === undefined
}

/** How a slice reads in a sentence: `island = Dream`, `age >= 18, < 30`, `slice night`. */
export function sliceText(slice: SliceRule, value: string | null): string {
  if ('name' in slice) return `slice ${slice.name}`
  return `${slice.column} ${slice.range ? '' : '= '}${value ?? 'missing'}`
}

/** A range as people read it: `>= 18, < 30`. */
export function rangeText({ least, most }: Range): string {
  const parts = [
    ...(least ? [`${least.included ? '>=' : '>'} ${least.number}`] : []),
    ...(most ? [`${most.included ? '<=' : '<'} ${most.number}`] : []),
  ]
  return parts.join(', ')
}

/** A name or value may be written in quotes, as one with spaces around it must be. */
export function unquoted(text: string): string {
  const trimmed = text.trim()
  return /^(["']).*\1$/s.test(trimmed) ? trimmed.slice(1, -1) : trimmed
}
