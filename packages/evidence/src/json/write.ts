import { keyPath } from '@trainyard/config'
import type { Problem } from '@trainyard/ports'

type Path = readonly (string | number)[]

/** The text of a document: indented by two blanks, with a newline at the end. */
export function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** Values that JSON cannot hold, and that JSON.stringify would turn into something else without a word. */
export function unwritable(value: unknown, path: Path = []): readonly Problem[] {
  if (Array.isArray(value)) return value.flatMap((held: unknown, index) => unwritable(held, [...path, index]))
  if (isPlain(value)) return Object.entries(value).flatMap(([key, held]) => inMap(held, [...path, key]))
  const name = nameOf(value)
  return name === undefined ? [] : [{ message: `${keyPath(path)} is ${name}, which a document cannot hold`, remedy }]
}

const remedy = 'Look for empty columns, constant columns or missing values in what the stage was given.'

/** A key without a value is left out of the file, as if it were not there. */
function inMap(value: unknown, path: Path): readonly Problem[] {
  return value === undefined ? [] : unwritable(value, path)
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object') return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function nameOf(value: unknown): string | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : String(value)
  return typeof value === 'object'
    ? `a ${value.constructor?.name ?? 'special object'}`
    : `a value of type ${typeof value}`
}
