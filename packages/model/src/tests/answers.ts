import { readFileSync } from 'node:fs'
import type { Batch, ColumnValues } from '@trainyard/ports'
import { fixture } from './paths.ts'

/** What `make.py` wrote beside a model: its inputs, and scikit-learn's own answers. */
export interface Expected {
  readonly columns: Readonly<Record<string, readonly (number | string | null)[]>>
  readonly classes?: readonly string[]
  readonly labels?: readonly string[]
  readonly probabilities?: readonly (readonly number[])[]
  readonly values?: readonly number[]
}

export function expected(name: string): Expected {
  return JSON.parse(readFileSync(fixture(`${name}.json`), 'utf8'))
}

export function batchOf(columns: Expected['columns']): Batch {
  const entries = Object.entries(columns).map(([name, values]) => [name, valuesOf(values)] as const)
  return { rows: entries[0]?.[1].length ?? 0, columns: new Map(entries) }
}

function valuesOf(values: readonly (number | string | null)[]): ColumnValues {
  const text = values.some((value) => typeof value === 'string')
  return text
    ? values.map((value) => value as string | null)
    : Float64Array.from(values, (value) => Number(value ?? Number.NaN))
}
