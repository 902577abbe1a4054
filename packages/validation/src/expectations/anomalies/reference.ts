import { type Random, seededRandom } from '@trainyard/ports'
import { growForest, highestScore, type Numbers } from './forest.ts'

/**
 * With the third highest of the scores of 59 tables as threshold, a sixtieth one of the same kind exceeds it one time in twenty
 * (Barnard 1963). That is so on average over seeds; of one seed, the rate scatters by 2.8 points. Wide tables, of which a forest
 * takes longer, have the highest of 19, and 4.8 points.
 */
const USUAL = { tables: 59, rank: 3 }
const WIDE = { tables: 19, rank: 1, columns: 20 }

/** Rows of a reference table, at most: the highest score hardly grows with more. */
const MOST_ROWS = 1000

/**
 * Isolation score that a table without outliers exceeds in one of twenty cases: of the highest scores in tables of normal numbers
 * with as many rows and columns, and with the rank correlations of these.
 */
export function usualHighest(rows: Numbers, total: number, seed: number): number {
  const random = seededRandom(seed + 1)
  const factor = cholesky(correlations(rows))
  const { tables, rank } = rows.length > WIDE.columns ? WIDE : USUAL
  const highest = Array.from({ length: tables }, () => {
    const table = normalTable(factor, Math.min(total, MOST_ROWS), random)
    return highestScore(growForest(table, random), table)
  })
  return highest.sort((a, b) => b - a)[rank - 1] ?? 1
}

type Matrix = readonly (readonly number[])[]

function normalTable(factor: Matrix, rows: number, random: Random): Numbers {
  const columns = factor.map(() => new Float64Array(rows))
  for (let row = 0; row < rows; row += 1) {
    const draws = factor.map(() => normal(random))
    for (const [at, weights] of factor.entries()) {
      const values = columns[at]
      if (values) values[row] = weights.reduce((sum, weight, other) => sum + weight * (draws[other] ?? 0), 0)
    }
  }
  return columns
}

/** Box and Muller (1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Correlations of normal columns with the same rank correlations: 2 sin(πρ / 6), Pearson (1907). */
function correlations(rows: Numbers): Matrix {
  const ranks = rows.map(ranksOf)
  return ranks.map((a, i) => ranks.map((b, j) => (i === j ? 1 : 2 * Math.sin((Math.PI / 6) * correlation(a, b)))))
}

/** Ranks about their middle; a missing value lies there, and ties in the order of the rows. */
function ranksOf(values: Float64Array): Float64Array {
  const order = [...values.keys()]
    .filter((row) => !Number.isNaN(values[row]))
    .sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const ranks = new Float64Array(values.length)
  for (const [rank, row] of order.entries()) ranks[row] = rank - (order.length - 1) / 2
  return ranks
}

function correlation(a: Float64Array, b: Float64Array): number {
  const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0)
  const scale = Math.sqrt(dot(a, a) * dot(b, b))
  return scale === 0 ? 0 : dot(a, b) / scale
}

/** Lower triangle L with L·Lᵀ = the matrix; where that is not quite positive, the nearest row that is. */
function cholesky(matrix: Matrix): Matrix {
  const lower: number[][] = []
  for (const [i, row] of matrix.entries()) {
    const line: number[] = []
    for (let j = 0; j < i; j += 1) {
      const other = lower[j] ?? []
      const sum = line.reduce((total, value, k) => total + value * (other[k] ?? 0), 0)
      line.push(((row[j] ?? 0) - sum) / (other[j] ?? 1))
    }
    const left = (row[i] ?? 1) - line.reduce((total, value) => total + value * value, 0)
    lower.push([...line, Math.sqrt(Math.max(left, 1e-6))])
  }
  return lower
}
