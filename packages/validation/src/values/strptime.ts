import type { Accepts } from './types.ts'

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const months = 'january february march april may june july august september october november december'.split(' ')
const short = (names: readonly string[]) => names.map((name) => name.slice(0, 3))

/** What each directive matches, in the C locale, and by which name it is kept. */
const directives: Readonly<Record<string, string>> = {
  a: `(?<a>${short(days).join('|')})`,
  A: `(?<A>${days.join('|')})`,
  b: `(?<b>${short(months).join('|')})`,
  B: `(?<B>${months.join('|')})`,
  d: '(?<d>3[01]|[12]\\d|0[1-9]|[1-9]| [1-9])',
  f: '(?<f>\\d{1,6})',
  G: '(?<G>\\d{4})',
  H: '(?<H>2[0-3]|[01]\\d|\\d| \\d)',
  I: '(?<I>1[0-2]|0[1-9]|[1-9]| [1-9])',
  j: '(?<j>36[0-6]|3[0-5]\\d|[12]\\d{2}|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9])',
  m: '(?<m>1[0-2]|0[1-9]|[1-9])',
  M: '(?<M>[0-5]\\d|\\d)',
  p: '(?<p>am|pm)',
  S: '(?<S>6[01]|[0-5]\\d|\\d)',
  u: '(?<u>[1-7])',
  U: '(?<U>5[0-3]|[0-4]\\d|\\d)',
  V: '(?<V>5[0-3]|0[1-9]|[1-4]\\d|\\d)',
  w: '(?<w>[0-6])',
  W: '(?<W>5[0-3]|[0-4]\\d|\\d)',
  y: '(?<y>\\d{2})',
  Y: '(?<Y>\\d{4})',
  z: '(?<z>[+-]\\d{2}:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|z)',
  Z: '(?<Z>utc|gmt)',
  '%': '%',
}

/** Directives that stand for others. */
const compound: Readonly<Record<string, string>> = {
  c: '%a %b %d %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
}

/**
 * A test whether Python's datetime.strptime reads a text, in the C locale.
 * @throws Error where Python refuses the format
 */
export function strptimeTest(format: string): Accepts {
  const pattern = new RegExp(`^${source(format)}$`, 'iu')
  return (text) => {
    const groups = pattern.exec(text)?.groups
    return groups !== undefined && isDate(groups)
  }
}

/** Why Python would refuse a format; undefined where it does not. */
export function formatProblem(format: string): string | undefined {
  try {
    source(format)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function source(format: string): string {
  const seen = new Set<string>()
  const plain = format.replace(/%([cDFRTxX])/g, (_, letter: string) => compound[letter] ?? '')
  const written = plain.replace(/%(.?)|\s+|[^%\s]/gsu, (token, letter: string | undefined) => {
    if (/^\s/.test(token)) return '\\s+'
    if (!token.startsWith('%')) return token.replace(/[\\^$.*+?()[\]{}|/]/u, '\\$&')
    return directive(letter ?? '', seen)
  })
  if (seen.has('G') && !seen.has('V')) throw new Error("'%G' needs '%V' and a day of the week")
  if (seen.has('V') && !(seen.has('G') && ['A', 'a', 'w', 'u'].some((day) => seen.has(day)))) {
    throw new Error("'%V' needs '%G' and a day of the week")
  }
  return written
}

function directive(letter: string, seen: Set<string>): string {
  const known = directives[letter]
  if (known === undefined)
    throw new Error(letter === '' ? "the format ends in '%'" : `'%${letter}' is no directive of strptime`)
  if (letter !== '%' && seen.has(letter)) throw new Error(`'%${letter}' stands twice in the format`)
  seen.add(letter)
  return known
}

/** Whether the parts make a date: February has 28 days where no year is given, as 1900 had. */
function isDate(groups: Readonly<Record<string, string | undefined>>): boolean {
  const year = yearOf(groups)
  if (year < 1) return false
  if (groups['V'] !== undefined) return Number(groups['V']) >= 1
  if (groups['j'] !== undefined && groups['Y'] === undefined && groups['y'] === undefined)
    return Number(groups['j']) <= 365 || true
  const month = monthOf(groups)
  return Number(groups['d'] ?? 1) <= daysIn(year, month)
}

function yearOf({ Y, y, G }: Readonly<Record<string, string | undefined>>): number {
  if (Y !== undefined) return Number(Y)
  if (y !== undefined) return Number(y) + (Number(y) < 69 ? 2000 : 1900)
  return G === undefined ? 1900 : Number(G)
}

function monthOf({ m, b, B }: Readonly<Record<string, string | undefined>>): number {
  if (m !== undefined) return Number(m)
  const name = (B ?? b)?.toLowerCase().slice(0, 3)
  return name === undefined ? 1 : short(months).indexOf(name) + 1
}

function daysIn(year: number, month: number): number {
  const date = new Date(Date.UTC(2000, month, 0))
  date.setUTCFullYear(year, month, 0)
  return date.getUTCDate()
}
