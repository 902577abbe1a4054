import { binomialDraw, type Random } from './draws.ts'

const { floor } = Math

/** A quantity as a function of how often each row counts. */
export type Evaluator = (weights: Float64Array) => number

/** What is drawn from: rows, or cells of rows that are alike. */
export interface Sampling {
  /** Rows in each cell; 1 where every row stands for itself. Fractions are allowed: pseudo-rows. */
  readonly sizes: Float64Array
  /** Rows to draw, where it is not the sum of the sizes. */
  readonly rows?: number
  readonly resamples: number
  readonly random: Random
}

/**
 * Ordinary bootstrap (Efron 1979): draws as many rows as there are, with replacement, and evaluates every statistic on the
 * same draws. Cells of equal rows are drawn as multinomial counts, so that the cost does not grow with the rows.
 * @returns per statistic, its value on each resample
 */
export function bootstrap(sampling: Sampling, statistics: readonly Evaluator[]): Float64Array[] {
  const draw = drawer(sampling)
  const weights = new Float64Array(sampling.sizes.length)
  const values = statistics.map(() => new Float64Array(sampling.resamples))
  for (let resample = 0; resample < sampling.resamples; resample += 1) {
    draw(weights)
    statistics.forEach((evaluate, index) => {
      const into = values[index]
      if (into) into[resample] = evaluate(weights)
    })
  }
  return values
}

/**
 * Values of a statistic with one of at most `groups` random groups of rows left out at a time (grouped jackknife; Efron
 * and Tibshirani 1993, §11). Groups without which it cannot be computed are passed over.
 */
export function jackknife({ sizes, random }: Sampling, evaluate: Evaluator, groups = 200): number[] {
  const weights = sizes.slice()
  const values: number[] = []
  for (const members of randomGroups(sizes.length, groups, random)) {
    for (const row of members) weights[row] = 0
    const value = evaluate(weights)
    if (Number.isFinite(value)) values.push(value)
    for (const row of members) weights[row] = sizes[row] ?? 0
  }
  return values
}

/** Rows of each group; of as many groups as rows, one each, in order. */
function randomGroups(rows: number, groups: number, random: Random): readonly (readonly number[])[] {
  if (groups >= rows) return Array.from({ length: rows }, (_, row) => [row])
  const members = Array.from({ length: groups }, (): number[] => [])
  for (let row = 0; row < rows; row += 1) members[floor(random() * groups)]?.push(row)
  return members
}

type Draw = (weights: Float64Array) => void

function drawer(sampling: Sampling): Draw {
  const { sizes, rows, random } = sampling
  const ofRows = rows === undefined && sizes.every((size) => size === 1)
  return ofRows ? drawRows(sizes.length, random) : drawCells(sampling)
}

function drawRows(n: number, random: Random): Draw {
  return (weights) => {
    weights.fill(0)
    for (let drawn = 0; drawn < n; drawn += 1) {
      const row = floor(random() * n)
      weights[row] = (weights[row] ?? 0) + 1
    }
  }
}

function drawCells({ sizes, rows, random }: Sampling): Draw {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  return (weights) => {
    let left = rows ?? Math.round(total)
    let mass = total
    for (const [cell, size] of sizes.entries()) {
      const drawn = binomialDraw(left, Math.min(1, size / mass), random)
      weights[cell] = drawn
      left -= drawn
      mass -= size
    }
  }
}
