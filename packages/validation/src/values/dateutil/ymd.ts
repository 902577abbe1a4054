type Label = 'year' | 'month'

/** Numbers that are a year, a month and a day, in an order that is not known yet. */
export interface Ymd {
  readonly values: number[]
  /** Where the year and the month stand, once that is certain. */
  readonly places: { year?: number; month?: number }
  /** A year of more than two digits was seen. */
  century: boolean
}

export interface YearMonthDay {
  readonly year?: number | undefined
  readonly month?: number | undefined
  readonly day?: number | undefined
}

/**
 * Adds a number as it was written.
 * @throws RangeError where it is none, or a second year or month
 */
export function addText(ymd: Ymd, text: string, label?: Label): void {
  if (!/^\d+$/.test(text)) throw new RangeError('no whole number')
  add(ymd, Number(text), text.length > 2, label)
}

/** Adds a number. */
export function addNumber(ymd: Ymd, value: number, label?: Label): void {
  add(ymd, Math.trunc(value), value > 100, label)
}

function add(ymd: Ymd, value: number, isYear: boolean, given: Label | undefined): void {
  const label = isYear ? 'year' : given
  if (isYear) {
    if (given === 'month') throw new RangeError('a month of more than two digits')
    ymd.century = true
  }
  ymd.values.push(value)
  if (label === undefined) return
  if (ymd.places[label] !== undefined) throw new RangeError(`a second ${label}`)
  ymd.places[label] = ymd.values.length - 1
}

/** Whether a number may be the day, as far as is known of the month and the year. */
export function couldBeDay({ values, places }: Ymd, value: number): boolean {
  if (places.month === undefined) return value >= 1 && value <= 31
  const year = places.year === undefined ? 2000 : (values[places.year] ?? 2000)
  return value >= 1 && value <= daysIn(year, values[places.month] ?? 0)
}

/**
 * Settles which number is what: month, day, year as in America where nothing else is certain.
 * @throws RangeError of more than three numbers
 */
export function resolve({ values, places }: Ymd): YearMonthDay {
  const known = Object.keys(places).length
  if (known > 0 && (known === values.length || (values.length === 3 && known === 2))) return byPlaces(values, places)
  if (values.length > 3) throw new RangeError('more than a year, a month and a day')
  if (values.length === 3) return ofThree(values, places)
  if (values.length === 2) return ofTwo(values, places.month)
  const [value] = values
  if (value === undefined) return {}
  return value > 31 ? { year: value } : { day: value }
}

function byPlaces(values: readonly number[], { year, month }: Ymd['places']): YearMonthDay {
  const day = values.length === 3 ? [0, 1, 2].find((place) => place !== year && place !== month) : undefined
  const at = (place: number | undefined) => (place === undefined ? undefined : values[place])
  return { year: at(year), month: at(month), day: at(day) }
}

function ofTwo([first = 0, second = 0]: readonly number[], month: number | undefined): YearMonthDay {
  if (month !== undefined) {
    const [named, other] = month === 0 ? [first, second] : [second, first]
    return other > 31 ? { month: named, year: other } : { month: named, day: other }
  }
  if (first > 31) return { year: first, month: second }
  return second > 31 ? { month: first, year: second } : { month: first, day: second }
}

function ofThree([first = 0, second = 0, third = 0]: readonly number[], { year, month }: Ymd['places']): YearMonthDay {
  if (month === 0) {
    return second > 31 ? { month: first, year: second, day: third } : { month: first, day: second, year: third }
  }
  if (month === 1) {
    return first > 31 ? { year: first, month: second, day: third } : { day: first, month: second, year: third }
  }
  if (month === 2) {
    return second > 31 ? { day: first, year: second, month: third } : { year: first, day: second, month: third }
  }
  if (first > 31 || year === 0) return { year: first, month: second, day: third }
  return first > 12 ? { day: first, month: second, year: third } : { month: first, day: second, year: third }
}

/**
 * Days of a month.
 * @throws RangeError where there is no such month
 */
export function daysIn(year: number, month: number): number {
  if (month < 1 || month > 12) throw new RangeError('no month')
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
}
