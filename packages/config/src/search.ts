import { grouped } from '@trainyard/ports'
import type { Contradiction } from './contradiction.ts'
import { asMap } from './schema/node.ts'

/** More would be a slip of the keyboard. */
const MOST_TRIALS = 10_000

/** What is wrong with `train.search` beyond its schema. */
export function searchContradictions(search: Readonly<Record<string, unknown>>): readonly Contradiction[] {
  const space = Object.entries(asMap(search['space']) ?? {})
  const found = space.flatMap(([name, dimension]) => rangeContradictions(name, dimension, search['method'] === 'grid'))
  return found.length > 0 || search['method'] !== 'grid' ? found : gridContradictions(search, space)
}

function rangeContradictions(name: string, dimension: unknown, grid: boolean): readonly Contradiction[] {
  const { from, to, scale, integer, steps } = asMap(dimension) ?? {}
  if (typeof from !== 'number' || typeof to !== 'number') return []
  const path = ['train', 'search', 'space', name]
  const fault = (key: string, message: string, remedy: string) => [{ path: [...path, key], message, remedy }]
  if (from >= to) return fault('to', `is not above from, ${from}`, 'A range runs from a smaller to a greater number.')
  if (scale === 'log' && from <= 0)
    return fault('from', 'a logarithmic range has no 0 and nothing below it', 'Begin above 0.')
  if (integer === true && Math.ceil(from) > Math.floor(to))
    return fault('to', `there is no whole number from ${from} to ${to}`, 'Widen the range.')
  if (grid && steps === undefined)
    return [{ path, message: 'a grid needs values', remedy: 'Say how many of the range: steps: 5; or list them.' }]
  if (!grid && steps !== undefined) return fault('steps', 'has a meaning in a grid only', 'Remove it.')
  return []
}

function gridContradictions(
  search: Readonly<Record<string, unknown>>,
  space: readonly (readonly [string, unknown])[],
): readonly Contradiction[] {
  const path = ['train', 'search']
  if (search['trials'] !== undefined)
    return [{ path: [...path, 'trials'], message: 'a grid has all its combinations as trials', remedy: 'Remove it.' }]
  const sizes = space.map(([, values]) => (Array.isArray(values) ? values.length : Number(asMap(values)?.['steps'])))
  const trials = sizes.reduce((product, size) => product * size, 1)
  if (!(trials > MOST_TRIALS)) return []
  const message = `the grid has ${grouped(trials)} trials, more than ${grouped(MOST_TRIALS)}`
  return [{ path: [...path, 'space'], message, remedy: 'Take fewer values, or method: random.' }]
}
