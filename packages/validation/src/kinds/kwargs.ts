/** A value that was accepted, or why it was not. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string }

/** One keyword argument of an expectation: whether it must be given, and how its JSON value is read. */
export interface Kwarg<T> {
  readonly read: (value: unknown) => Read<T>
  /** What it takes, in words. */
  readonly what: string
  readonly required: boolean
  /** What a missing or null argument means. */
  readonly fallback: Read<T>
}

export type Kwargs = Readonly<Record<string, Kwarg<unknown>>>

/** What the arguments of a table of kwargs are once read. */
export type Values<K extends Kwargs> = { readonly [Name in keyof K]: K[Name] extends Kwarg<infer T> ? T : never }

export type Scalar = string | number | boolean
export type Bound = string | number
export type ScalarPair = readonly [Scalar | null, Scalar | null]

/** A string, such as a column's name. */
export const text = required('a string', (value): value is string => typeof value === 'string')

/** A finite number. */
export const number = required('a finite number', isFiniteNumber)

/** A whole number, 0 or more. */
export const count = required('a whole number', (value): value is number => isFiniteNumber(value) && isCount(value))

/** A probability that is neither 0 nor 1. */
export const probability = required('a number between 0 and 1', (value): value is number => {
  return isFiniteNumber(value) && value > 0 && value < 1
})

/** A bound of a range: a finite number, or text for text, dates and times. */
export const bound = required('a finite number or a string', (value): value is Bound => {
  return typeof value === 'string' || isFiniteNumber(value)
})

/** Strings, in their order. */
export const texts = required('a list of strings', (value): value is readonly string[] => {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
})

/** Constants; null among them is never a value and is dropped. */
export const scalars: Kwarg<readonly Scalar[]> = {
  what: 'a list of constants',
  required: true,
  fallback: absent('a list of constants'),
  read: (value) => {
    if (!Array.isArray(value)) return wrong('a list of constants', value)
    const odd = value.find((entry) => entry !== null && !isScalar(entry))
    return odd === undefined ? accepted(value.filter(isScalar)) : wrong('a list of constants', odd)
  },
}

/** Constants and nulls. */
export const cells = required('a list of constants', (value): value is readonly (Scalar | null)[] => {
  return Array.isArray(value) && value.every(isCell)
})

/** Pairs of constants or nulls. */
export const scalarPairs = required('a list of pairs of constants', (value): value is readonly ScalarPair[] => {
  return Array.isArray(value) && value.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isCell))
})

/** True or false; false where it is left out. */
export const flag: Kwarg<boolean> = withDefault(
  required('true or false', (value): value is boolean => typeof value === 'boolean'),
  false,
)

/** Share of the considered values that must be as expected, 0 … 1; by default all. */
export const mostly: Kwarg<number> = withDefault(
  required('a share between 0 and 1', (value): value is number => isFiniteNumber(value) && value >= 0 && value <= 1),
  1,
)

/** An argument that may be left out, or be null. */
export function optional<T>(kwarg: Kwarg<T>): Kwarg<T | undefined> {
  return { ...kwarg, required: false, fallback: accepted(undefined) }
}

/** An argument with a value of its own where it is left out, or null. */
export function withDefault<T>(kwarg: Kwarg<T>, value: T): Kwarg<T> {
  return { ...kwarg, required: false, fallback: accepted(value) }
}

/** One of some words; the first where it is left out. */
export function choice<const Word extends string>(words: readonly [Word, ...Word[]]): Kwarg<Word> {
  const known = (value: unknown): value is Word => words.some((word) => word === value)
  return withDefault(required(`one of ${words.join(', ')}`, known), words[0])
}

/** An argument of a form of its own, with a value where it is left out, or none where it must be given. */
export function custom<T>(what: string, accepts: (value: unknown) => value is T, fallback?: T): Kwarg<T> {
  return fallback === undefined ? required(what, accepts) : withDefault(required(what, accepts), fallback)
}

function required<T>(what: string, accepts: (value: unknown) => value is T): Kwarg<T> {
  return {
    what,
    required: true,
    fallback: absent(what),
    read: (value) => (accepts(value) ? accepted(value) : wrong(what, value)),
  }
}

function accepted<T>(value: T): Read<T> {
  return { ok: true, value }
}

function absent(what: string): Read<never> {
  return { ok: false, message: `must be given: ${what}` }
}

function wrong(what: string, value: unknown): Read<never> {
  return { ok: false, message: `must be ${what}, not ${shorten(written(value))}` }
}

/** JSON has no word for what is no finite number. */
function written(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))
}

/** A value in a message, as long as anybody reads. */
export function shorten(json: string): string {
  return json.length > 60 ? `${json.slice(0, 60)}…` : json
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'boolean' || isFiniteNumber(value)
}

function isCell(value: unknown): value is Scalar | null {
  return value === null || isScalar(value)
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0
}
