import type { Fault } from '../rules/bound.ts'
import { unquoted } from '../slices/rule.ts'

/** What is done to the rows before the model is asked again. */
export type Disturbance =
  /** Normal noise on every column of numbers: this many of the column's standard deviations. */
  | { readonly kind: 'noise'; readonly scale: number }
  /** A column without values; left out, each of them in turn. */
  | { readonly kind: 'missing'; readonly column?: string }

const written = /^under\s+([a-z]+)\s*(?:\(\s*("[^"]*"|'[^']*'|[^()]*?)\s*\))?\s*(.*)$/s
const remedy = 'Such rules read: accuracy under noise(0.1) >= accuracy - 0.02, accuracy under missing(age) >= 0.8.'

/** What a rule is held under, and what stands behind that. */
export interface Under {
  readonly under: Disturbance
  readonly rest: string
}

/** Reads `under noise(0.1) …`; undefined where a rule begins otherwise. */
export function parseUnder(text: string): Under | Fault | undefined {
  const [, kind, argument, rest = ''] = written.exec(text) ?? []
  if (kind === undefined) return undefined
  const under = disturbance(kind, argument)
  return 'message' in under ? under : { under, rest }
}

function disturbance(kind: string, argument: string | undefined): Disturbance | Fault {
  if (kind === 'missing') return argument === undefined ? { kind } : { kind, column: unquoted(argument) }
  if (kind !== 'noise') return { message: `unknown disturbance '${kind}': there are noise and missing`, remedy }
  const scale = Number(argument ?? Number.NaN)
  if (scale > 0 && Number.isFinite(scale)) return { kind, scale }
  return { message: 'noise needs its size in standard deviations of a column, above 0: noise(0.1)', remedy }
}

/** A disturbance in words, which is its name among those of an evaluation: `noise(0.1)`, `missing(age)`. */
export function nameOf(disturbance: Disturbance): string {
  if (disturbance.kind === 'noise') return `noise(${disturbance.scale})`
  return disturbance.column === undefined ? 'missing' : `missing(${disturbance.column})`
}

/** A disturbance of each column in turn, as one of each column. */
export function oneByOne(disturbance: Disturbance, columns: readonly string[]): readonly Disturbance[] {
  if (disturbance.kind === 'noise' || disturbance.column !== undefined) return [disturbance]
  return columns.map((column) => ({ kind: 'missing', column }))
}
