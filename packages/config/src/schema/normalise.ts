import { InputError } from '@trainyard/ports'
import type { Path } from '../source/key.ts'
import type { Words } from '../source/syntax.ts'
import { asMap, nodeOf, type SchemaNode, unitParsers } from './node.ts'

/** A value that is written in a unit and cannot be read. */
export interface UnitFault extends Words {
  readonly path: Path
}

/** The value with its shares and durations as numbers. What cannot be read stays as it is, and is told in `faults`. */
export function inUnits(value: unknown, schema: SchemaNode, faults: UnitFault[], path: Path = []): unknown {
  const parse = unitParsers[schema['x-unit'] ?? '']
  if (parse) return readUnit(value, parse, faults, path)
  const map = asMap(value)
  if (!map) return value
  const entries = Object.entries(map).map(([key, held]) => {
    const inner = nodeOf(schema, key)
    return [key, inner ? inUnits(held, inner, faults, [...path, key]) : held]
  })
  return Object.fromEntries(entries)
}

function readUnit(value: unknown, parse: (text: string | number) => number, faults: UnitFault[], path: Path): unknown {
  if (typeof value !== 'string' && typeof value !== 'number') return value
  try {
    return parse(value)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    faults.push(...error.problems.map(({ message, remedy = '' }) => ({ message, remedy, path })))
    return undefined
  }
}

/** The value with the schema's defaults where a key was left out, at every level that has one. */
export function withDefaults(value: unknown, schema: SchemaNode): unknown {
  const map = asMap(value)
  if (!map) return value
  const filled: Record<string, unknown> = Object.fromEntries(
    Object.entries(map).map(([key, held]) => [key, withDefaults(held, nodeOf(schema, key) ?? {})]),
  )
  for (const [key, inner] of Object.entries(schema.properties ?? {})) {
    const held = map[key] ?? inUnits(inner.default, inner, [])
    if (held !== undefined) filled[key] = withDefaults(held, inner)
  }
  return filled
}
