import { InputError, type Position, type Problem } from '@trainyard/ports'
import { nearest } from '../nearest.ts'
import { parseText, type WrittenField, type WrittenMessage, type WrittenValue } from './parse.ts'

/** A message whose fields are those of its definition. */
export interface Message {
  readonly at: Position
  readonly fields: ReadonlyMap<string, readonly Entry[]>
}

interface Entry {
  readonly at: Position
  readonly value: string | number | bigint | boolean | Message
}

/** Messages and enums by name. The kind of a field: `text*` for a repeated one, `Message|oneof` for one of a choice. */
export interface Definitions {
  readonly messages: Readonly<Record<string, Definition>>
  readonly enums: Readonly<Record<string, Readonly<Record<string, number>>>>
}

type Definition = Readonly<Record<string, string>>

/** What a message is held against, and where its faults are gathered. */
interface Reading {
  readonly messages: ReadonlyMap<string, Definition>
  readonly enums: ReadonlyMap<string, Readonly<Record<string, number>>>
  readonly problems: Problem[]
}

/**
 * Reads a message of Protocol Buffers from its text form.
 * @param type its name among the definitions
 * @throws InputError with every field that the definition does not have, or not so
 */
export function parseMessage(text: string, file: string, type: string, definitions: Definitions): Message {
  return messageOf(parseText(text, file), type, definitions)
}

/** Holds what is written against the definition of a message. @throws InputError with every field that differs */
export function messageOf(written: WrittenMessage, type: string, { messages, enums }: Definitions): Message {
  const problems: Problem[] = []
  const reading = { messages: new Map(Object.entries(messages)), enums: new Map(Object.entries(enums)), problems }
  const message = define(written, type, reading)
  if (problems.length > 0) throw new InputError(problems)
  return message
}

function define(written: WrittenMessage, type: string, reading: Reading): Message {
  const { problems } = reading
  const definition = reading.messages.get(type)
  const fields = new Map<string, Entry[]>()
  for (const field of written.fields) {
    const kind = definition?.[field.name]
    if (kind === undefined) {
      problems.push(...unknownField(field, type, definition))
      continue
    }
    const entry = entryOf(field, kind.replace(/[*|].*/, ''), reading)
    if (entry) fields.set(field.name, [...(fields.get(field.name) ?? []), entry])
  }
  problems.push(...repeated(fields, definition ?? {}))
  return { at: written.at, fields }
}

/** Messages of other definitions may be packed into any annotation; none of them is a check. */
function unknownField({ name, at }: WrittenField, type: string, definition: Definition | undefined): Problem[] {
  if (definition === undefined || type === 'Any') return []
  const near = nearest(name, Object.keys(definition))
  return [{ message: `${type} has no field '${name}'${near ? `; did you mean ${near}?` : ''}`, at }]
}

function repeated(fields: ReadonlyMap<string, readonly Entry[]>, definition: Definition): Problem[] {
  const chosen = new Map<string, string>()
  return [...fields].flatMap(([name, entries]): Problem[] => {
    const [kind = '', oneof] = (definition[name] ?? '').split('|')
    const at = entries.at(-1)?.at
    const place = at ? { at } : {}
    if (entries.length > 1 && !kind.endsWith('*')) return [{ message: `'${name}' is given more than once`, ...place }]
    if (oneof === undefined) return []
    const other = chosen.get(oneof)
    chosen.set(oneof, name)
    return other === undefined ? [] : [{ message: `give '${other}' or '${name}', not both`, ...place }]
  })
}

function entryOf({ name, value, at }: WrittenField, kind: string, reading: Reading): Entry | undefined {
  const { messages, enums, problems } = reading
  if (messages.has(kind)) {
    if (value.kind === 'message') return { at, value: define({ ...value.message, at }, kind, reading) }
    problems.push({ message: `'${name}' is a message: { … }`, at: value.at })
    return undefined
  }
  const read = value.kind === 'message' ? undefined : scalarOf(value, kind, enums.get(kind))
  if (read !== undefined) return { at, value: read }
  const found = value.kind === 'message' ? '' : `, not ${JSON.stringify(value.text)}`
  problems.push({ message: `'${name}' must be ${whatIs(kind, enums.get(kind))}${found}`, at: value.at })
  return undefined
}

function whatIs(kind: string, known: Readonly<Record<string, number>> | undefined): string {
  if (known) return `one of ${Object.keys(known).join(', ')}`
  return { text: 'a string', flag: 'true or false', whole: 'a whole number', number: 'a number' }[kind] ?? kind
}

type Scalar = Exclude<WrittenValue, { readonly kind: 'message' }>

function scalarOf(
  { kind: form, text }: Scalar,
  kind: string,
  names: Readonly<Record<string, number>> = {},
): string | number | bigint | boolean | undefined {
  if (kind === 'text') return form === 'string' ? text : undefined
  if (form === 'string') return undefined
  if (kind === 'flag') return flags[text]
  if (kind === 'whole') return whole(text)
  if (kind === 'number') return real(text)
  return enumValue(text, names)
}

const flags: Readonly<Record<string, boolean>> = {
  true: true,
  True: true,
  t: true,
  1: true,
  false: false,
  False: false,
  f: false,
  0: false,
}

function whole(text: string): bigint | undefined {
  const digits = text.replace(/^-/, '')
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits
  if (!/^(0|[1-9]\d*|0x[0-9a-fA-F]+|0o[0-7]+)$/.test(octal)) return undefined
  const size = BigInt(octal)
  const value = text.startsWith('-') ? -size : size
  return value >= -(2n ** 63n) && value < 2n ** 63n ? value : undefined
}

function real(text: string): number | undefined {
  const word = text.toLowerCase().replace(/^-/, '')
  const sign = text.startsWith('-') ? -1 : 1
  if (word === 'inf' || word === 'infinity') return sign * Number.POSITIVE_INFINITY
  if (word === 'nan') return Number.NaN
  return /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?f?$/.test(word) ? sign * Number(word.replace('f', '')) : undefined
}

function enumValue(text: string, names: Readonly<Record<string, number>>): string | undefined {
  return Object.entries(names).find(([name, number]) => name === text || String(number) === text)?.[0]
}

/** Whether a field is given. */
export function has(message: Message | undefined, name: string): boolean {
  return message?.fields.has(name) === true
}

/** Where a field stands; the message itself where it is not given. */
export function placeOf(message: Message, name: string): Position {
  return message.fields.get(name)?.[0]?.at ?? message.at
}

/** The messages of a field. */
export function children(message: Message | undefined, name: string): readonly Message[] {
  return valuesOf(message, name).filter((value) => typeof value === 'object')
}

/** The message of a field. */
export function child(message: Message | undefined, name: string): Message | undefined {
  return children(message, name)[0]
}

/** The strings of a field, or the names of its constants. */
export function texts(message: Message | undefined, name: string): readonly string[] {
  return valuesOf(message, name).filter((value) => typeof value === 'string')
}

/** The string of a field. */
export function textOf(message: Message | undefined, name: string): string | undefined {
  return texts(message, name)[0]
}

/** The truth value of a field. */
export function flagOf(message: Message | undefined, name: string): boolean {
  return valuesOf(message, name)[0] === true
}

/** The number of a field. A whole number beyond 2^53 is the nearest one that a double holds. */
export function numberOf(message: Message | undefined, name: string): number | undefined {
  const value = valuesOf(message, name)[0]
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined
}

function valuesOf(message: Message | undefined, name: string): readonly Entry['value'][] {
  return message?.fields.get(name)?.map(({ value }) => value) ?? []
}
