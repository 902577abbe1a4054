import { InputError } from '@trainyard/ports'
import type { ParamValue } from '@trainyard/training'

export type Params = Readonly<Record<string, ParamValue>>

const position = { file: 'inputs', key: 'params' }
const form = 'Give NAME=VALUE, one a line, or one JSON object of texts, numbers, true and false.'

/** Longer names and values come from no person, and would fill logs and documents. */
const LONGEST = 1000

/**
 * Reads parameters that somebody gave at the start of a run: `NAME=VALUE`, one a line, or one JSON object, as an event's
 * payload holds them. They are data, whoever sent them: names are plain words, values plain values.
 * @throws InputError for anything else
 */
export function readParams(text: string): Params {
  const given = unquoted(text.trim())
  const params = given.startsWith('{') || given === 'null' ? fromJson(given) : fromLines(given)
  for (const [name, value] of Object.entries(params)) {
    if (!/^[A-Za-z_][\w.-]*$/.test(name)) throw wrong(`'${name.slice(0, 80)}' is no name of a parameter`)
    if (name.length + String(value).length > LONGEST) throw wrong(`the parameter ${name.slice(0, 80)} is too long`)
  }
  return params
}

/** A payload that holds lines holds them as a JSON text. */
function unquoted(text: string): string {
  if (!text.startsWith('"')) return text
  const value = parsed(text)
  return typeof value === 'string' ? value.trim() : text
}

function fromLines(text: string): Params {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([^=]+)=(.*)$/.exec(line) ?? []
      if (name === undefined || value === undefined) throw wrong(`'${line.slice(0, 80)}' is not of the form NAME=VALUE`)
      return [name.trim(), scalar(value.trim())]
    }),
  )
}

/** Text means what it would mean in YAML. */
function scalar(text: string): ParamValue {
  if (text === 'true' || text === 'false') return text === 'true'
  const number = Number(text)
  return text === '' || !Number.isFinite(number) ? text : number
}

function fromJson(text: string): Params {
  const value = parsed(text) ?? {}
  if (typeof value !== 'object' || Array.isArray(value)) throw wrong('this is no JSON object')
  const entries = Object.entries(value).map(([name, held]): [string, ParamValue] => {
    if (isPlain(held)) return [name, held]
    throw wrong(`the parameter ${name.slice(0, 80)} is neither text nor a number, true or false`)
  })
  return Object.fromEntries(entries)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw wrong('this is no JSON')
  }
}

function isPlain(value: unknown): value is ParamValue {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}

function wrong(message: string): InputError {
  return new InputError(message, { at: position, remedy: form })
}
