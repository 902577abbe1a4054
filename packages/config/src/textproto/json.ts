import { InputError, type Position } from '@trainyard/ports'
import { type Definitions, type Message, messageOf } from './message.ts'
import type { WrittenField, WrittenMessage, WrittenValue } from './parse.ts'

/**
 * Reads a message of Protocol Buffers from its JSON form: names in either spelling, maps as objects, wrapped values plain.
 * @throws InputError with every field that the definition does not have, or not so
 */
export function messageOfJson(value: unknown, file: string, type: string, definitions: Definitions): Message {
  return messageOf(written(value, type, { at: { file }, definitions }), type, definitions)
}

interface Place {
  readonly at: Position
  readonly definitions: Definitions
}

function written(value: unknown, type: string, place: Place): WrittenMessage {
  const definition = place.definitions.messages[type] ?? {}
  if (isWrapper(definition) && !isMap(value))
    return { at: place.at, fields: fieldsOf('value', value, definition['value'] ?? '', place) }
  if (!isMap(value)) throw new InputError(`${type} is a map of keys`, { at: place.at })
  const fields = Object.entries(value).flatMap(([key, held]) => {
    const name = key in definition ? key : key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    const within = inside(place, name)
    // What has no definition is refused there, whatever it holds.
    const kind = definition[name]
    return kind === undefined
      ? [{ name, at: within.at, value: unknown(within.at) }]
      : fieldsOf(name, held, kind, within)
  })
  return { at: place.at, fields }
}

function fieldsOf(name: string, value: unknown, kind: string, place: Place): readonly WrittenField[] {
  if (value === null) return []
  const type = kind.replace(/[*|].*/, '')
  const one = (held: unknown, at: Place) => ({ name, at: at.at, value: writtenValue(held, type, at) })
  if (!kind.includes('*')) return [one(value, place)]
  if (Array.isArray(value)) return value.map((held, index) => one(held, inside(place, index)))
  if (!type.endsWith('Entry') || !isMap(value)) throw new InputError(`'${name}' is a list`, { at: place.at })
  return Object.entries(value).map(([key, held]) => one({ key, value: held }, inside(place, key)))
}

function writtenValue(value: unknown, type: string, place: Place): WrittenValue {
  const { at, definitions } = place
  if (type in definitions.messages) return { kind: 'message', message: written(value, type, place), at }
  return scalarOf(value, type, at)
}

function unknown(at: Position): WrittenValue {
  return { kind: 'word', text: '', at }
}

/** Numbers may be written as text, as 64-bit ones are; text is never a number where text is asked. */
function scalarOf(value: unknown, type: string, at: Position): WrittenValue {
  if (typeof value === 'string') return { kind: type === 'text' || type === '' ? 'string' : 'word', text: value, at }
  if (typeof value === 'number') return { kind: 'number', text: String(value), at }
  if (typeof value === 'boolean') return { kind: 'word', text: String(value), at }
  throw new InputError('this is neither text, a number, true nor false', { at })
}

/** `DoubleValue` and its kin, which JSON writes as the bare value. */
function isWrapper(definition: Readonly<Record<string, string>>): boolean {
  return Object.keys(definition).join() === 'value'
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function inside({ at, definitions }: Place, part: string | number): Place {
  const before = at.key ?? ''
  const key = typeof part === 'number' ? `${before}[${part}]` : before === '' ? part : `${before}.${part}`
  return { at: { ...at, key }, definitions }
}
