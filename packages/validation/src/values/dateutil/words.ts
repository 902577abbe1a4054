const jumps = new Set([
  ' ',
  '.',
  ',',
  ';',
  '-',
  '/',
  "'",
  'at',
  'on',
  'and',
  'ad',
  'm',
  't',
  'of',
  'st',
  'nd',
  'rd',
  'th',
])
const weekdays = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ')
const months = 'january february march april may june july august september october november december'.split(' ')
const units = [
  ['h', 'hour', 'hours'],
  ['m', 'minute', 'minutes'],
  ['s', 'second', 'seconds'],
]

/** Whether a token says nothing. */
export function isJump(token: string | undefined): boolean {
  return token !== undefined && jumps.has(token.toLowerCase())
}

export function isWeekday(token: string): boolean {
  return placeOf(token, weekdays) >= 0
}

/** 1 … 12, or nothing. */
export function monthOf(token: string): number | undefined {
  const place = token.toLowerCase() === 'sept' ? 8 : placeOf(token, months)
  return place < 0 ? undefined : place + 1
}

/** 0, 1 or 2 for a word that stands for hours, minutes or seconds. */
export function unitOf(token: string | undefined): number | undefined {
  const place = units.findIndex((words) => token !== undefined && words.includes(token.toLowerCase()))
  return place < 0 ? undefined : place
}

/** 0 for am, 1 for pm. */
export function halfOf(token: string | undefined): number | undefined {
  const word = token?.toLowerCase()
  if (word === 'am' || word === 'a') return 0
  return word === 'pm' || word === 'p' ? 1 : undefined
}

/** Whether a token can name a time zone. */
export function isZone(token: string): boolean {
  return token.length <= 5 && (/^[A-Z]*$/.test(token) || token === 'z')
}

export function isUtc(token: string): boolean {
  return ['utc', 'gmt', 'z'].includes(token.toLowerCase())
}

/** A name in full or by its first three letters. */
function placeOf(token: string, names: readonly string[]): number {
  const word = token.toLowerCase()
  return names.findIndex((name) => name === word || name.slice(0, 3) === word)
}
