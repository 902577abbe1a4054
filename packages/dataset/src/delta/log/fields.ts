import { broken, type TablePlace } from '../place.ts'

/** The fields of one action in the log, each read with its type. */
export interface Fields {
  /** As it stands; `undefined` for null too. */
  raw(name: string): unknown
  text(name: string): string
  textOrNone(name: string): string | undefined
  whole(name: string): number
  wholeOrNone(name: string): number | undefined
  /** A map of texts; `null` is kept. */
  texts(name: string): ReadonlyMap<string, string | null>
  /** A list of texts, or none. */
  names(name: string): readonly string[] | undefined
  inner(name: string): Fields | undefined
}

/**
 * Reads a JSON object of the log.
 * @param what the action's name, for messages
 * @throws {InputError} by each method where a field is missing or of another type
 */
export function fieldsOf(value: unknown, what: string, place: TablePlace): Fields {
  const held = asObject(value)
  if (!held) throw broken(place, `${what} is no object`)
  const raw = (name: string): unknown => (Object.hasOwn(held, name) ? held[name] : undefined) ?? undefined
  const optional = <T>(name: string, kind: string, read: (found: unknown) => T | undefined): T | undefined => {
    const found = raw(name)
    if (found === undefined) return undefined
    const result = read(found)
    if (result === undefined) throw broken(place, `${what}.${name} is no ${kind}`)
    return result
  }
  const required = <T>(name: string, found: T | undefined): T => {
    if (found === undefined) throw broken(place, `${what}.${name} is missing`)
    return found
  }
  const textOrNone = (name: string) => optional(name, 'text', asText)
  const wholeOrNone = (name: string) => optional(name, 'whole number', asWhole)
  return {
    raw,
    textOrNone,
    wholeOrNone,
    text: (name) => required(name, textOrNone(name)),
    whole: (name) => required(name, wholeOrNone(name)),
    texts: (name) => required(name, optional(name, 'map of texts', asTexts)),
    names: (name) => optional(name, 'list of texts', asNames),
    inner: (name) => (raw(name) === undefined ? undefined : fieldsOf(raw(name), `${what}.${name}`, place)),
  }
}

/** A JSON object; anything else is none. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function asWhole(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
}

function asTexts(value: unknown): ReadonlyMap<string, string | null> | undefined {
  const held = asObject(value)
  if (!held) return undefined
  const texts = new Map<string, string | null>()
  for (const [name, text] of Object.entries(held)) {
    if (typeof text !== 'string' && text !== null) return undefined
    texts.set(name, text)
  }
  return texts
}

function asNames(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined
  const names = value.filter((name) => typeof name === 'string')
  return names.length === value.length ? names : undefined
}
