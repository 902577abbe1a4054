import { normalQuantile, wilson } from '@trainyard/statistics'
import type { Rate } from './rates.ts'

/** How two rates are compared: their difference, the greater the worse, or their ratio, the smaller the worse. */
export type Comparison = 'difference' | 'ratio'

/** One rate against another, by their places in the list. */
export interface Contrast {
  readonly first: number
  readonly second: number
}

export interface Limits {
  readonly low: number
  readonly high: number
}

/** Every rate against every other of its kind, both ways round. `kinds` are lists of places. */
export function contrastsOf(kinds: readonly (readonly number[])[]): readonly Contrast[] {
  return kinds.flatMap((places) =>
    places.flatMap((first) => places.filter((other) => other !== first).map((second) => ({ first, second }))),
  )
}

export function contrastValue(comparison: Comparison, first: number, second: number): number {
  return comparison === 'difference' ? first - second : first / second
}

/** How a contrast changes with its two rates. */
export function gradient(comparison: Comparison, first: number, second: number): readonly [number, number] {
  return comparison === 'difference' ? [1, -1] : [1 / second, -first / second ** 2]
}

/**
 * Limits of one contrast of independent shares. Difference: Newcombe (1998), method 10, from Wilson's limits. Ratio: on the
 * scale of its logarithm with half a row more, Walters (1975); see Fagerland, Lydersen and Laake (2015).
 * @param level two-sided confidence
 */
export function contrastLimits(comparison: Comparison, first: Rate, second: Rate, level: number): Limits {
  return comparison === 'difference' ? newcombe(first, second, level) : walters(first, second, level)
}

function newcombe(first: Rate, second: Rate, level: number): Limits {
  const [a, b] = [first, second].map(({ share, rows }) => wilson(share * rows, rows, level))
  const [p, q] = [first.share, second.share]
  const difference = p - q
  if (a === undefined || b === undefined) return { low: -1, high: 1 }
  return {
    low: difference - Math.hypot(p - a.low, b.high - q),
    high: difference + Math.hypot(a.high - p, q - b.low),
  }
}

function walters(first: Rate, second: Rate, level: number): Limits {
  const z = normalQuantile((1 + level) / 2)
  const parts = [first, second].map(({ share, rows }) => {
    const hits = Math.min(share * rows, rows - 0.5)
    return { log: Math.log((hits + 0.5) / (rows + 0.5)), square: 1 / (hits + 0.5) - 1 / (rows + 0.5) }
  })
  const [log = 0, rival = 0] = parts.map((part) => part.log)
  const reach = z * Math.sqrt(parts.reduce((sum, { square }) => sum + square, 0))
  return { low: Math.exp(log - rival - reach), high: Math.exp(log - rival + reach) }
}
