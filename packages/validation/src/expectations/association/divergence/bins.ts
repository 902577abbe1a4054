import { join, type Sql, sql } from '@trainyard/dataset'
import { klDivergence } from '@trainyard/statistics'
import {
  type Check,
  type Measured,
  measuredCount,
  measuredList,
  type Step,
  type ValueOutcome,
} from '../../../kinds/check.ts'
import { asDouble, findNumeric } from '../../../kinds/sql/moments.ts'
import { isFault } from '../../../kinds/table.ts'
import { type Asked, diverged } from './asked.ts'
import { type Bins, openEnds } from './partition.ts'

/** A column of numbers against bins, as numpy.histogram counts them. */
export function binnedDivergence(expected: Bins, asked: Asked): Step {
  const column = findNumeric(asked.table, asked.column.name)
  if (isFault(column)) return column
  return binCheck(expected.bins, asDouble(column), (counts) => compare(expected, counts, asked))
}

/** A column's own partition, with the number of bins that NumPy's `auto` finds; it does not diverge from itself. */
export function ownBins(asked: Asked): Step {
  const column = findNumeric(asked.table, asked.column.name)
  if (isFault(column)) return column
  const value = asDouble(column)
  return {
    kind: 'inquiry',
    measures: { present: sql`count(${value})` },
    next: (measured) => {
      const n = measuredCount(measured, 'present')
      if (n === 0) return noneObserved(asked.threshold)
      const places = [0, Math.round(0.25 * (n - 1)), Math.round(0.75 * (n - 1)), n - 1]
      const shares = places.map((place) => (place + 0.5) / n)
      return {
        kind: 'inquiry',
        measures: {
          box: sql`quantile_disc(${value}, [${shares[0] ?? 0}, ${shares[1] ?? 0}, ${shares[2] ?? 0}, ${shares[3] ?? 0}])`,
        },
        next: (box) => {
          const bins = autoBins(measuredList(box, 'box').map(Number), n)
          return binCheck(bins, value, (counts) => itself(bins, counts, asked.threshold))
        },
      }
    },
  }
}

interface Counts {
  readonly inside: readonly number[]
  readonly below: number
  readonly above: number
  /** Values that are there at all. */
  readonly all: number
}

function binCheck(bins: readonly number[], value: Sql, judge: (counts: Counts) => Omit<ValueOutcome, 'kind'>): Check {
  return {
    kind: 'check',
    measures: {
      elements: sql`count(*)`,
      present: sql`count(${value})`,
      above: sql`count(*) FILTER (WHERE ${value} > ${bins.at(-1) ?? 0})`,
      counted: countedSql(bins, value),
    },
    judge: (measured) => {
      const counts = countsOf(measured, bins.length)
      const elements = measuredCount(measured, 'elements')
      return { kind: 'value', elements, missing: elements - counts.all, ...judge(counts) }
    },
  }
}

/**
 * How many values lie in each bin, from the last to the first. DuckDB's histogram closes its bins on the right, so that it is
 * given values and edges with their signs turned: what is not below the last edge comes first.
 */
function countedSql(bins: readonly number[], value: Sql): Sql {
  const edges = bins.map((edge) => sql`${edge === 0 ? 0 : -edge}::DOUBLE`).reverse()
  return sql`map_values(histogram(-${value}, [${join(edges)}]))`
}

function countsOf(measured: Measured, edges: number): Counts {
  const [beyond = 0, ...turned] = measuredList(measured, 'counted').map(Number).slice(0, edges)
  const [all, above] = [measuredCount(measured, 'present'), measuredCount(measured, 'above')]
  const inside = Array.from({ length: edges - 1 }, (_, bin) => turned[edges - 2 - bin] ?? 0)
  const below = all - beyond - inside.reduce((sum, count) => sum + count, 0)
  inside.push((inside.pop() ?? 0) + beyond - above)
  return { inside, below, above, all }
}

function compare(expected: Bins, { inside, below, above, all }: Counts, asked: Asked): Omit<ValueOutcome, 'kind'> {
  const [left, right] = openEnds(expected)
  const tail = left || right ? asked.tail : asked.tail / 2
  const wanted = withTails(expected, heldOut(expected.weights, asked), expected.tail_weights ?? [tail, tail])
  const shares = inside.map((count) => count / all)
  const observed = withTails(expected, shares, [below / all, above / all])
  return {
    ...diverged(klDivergence(observed, wanted), asked.threshold),
    details: { observed_partition: shown(expected, observed), expected_partition: shown(expected, wanted) },
  }
}

/** Weights of the bins with a share held out for those that have none. */
function heldOut(weights: readonly number[], { tail, internal }: Asked): readonly number[] {
  const scaled = weights.map((weight) => weight * (1 - tail - internal))
  const empty = scaled.filter((weight) => weight === 0).length
  return scaled.map((weight) => (weight === 0 && internal > 0 ? internal / empty : weight))
}

/** A bin that reaches to infinity is a tail itself. */
function withTails(partition: Bins, inside: readonly number[], tails: readonly [number, number]): readonly number[] {
  const [left, right] = openEnds(partition)
  return [...(left ? [] : [tails[0]]), ...inside, ...(right ? [] : [tails[1]])]
}

function shown(partition: Bins, weights: readonly number[]): object {
  return {
    bins: partition.bins.filter(Number.isFinite),
    weights: weights.slice(1, -1),
    tail_weights: [weights[0] ?? 0, weights.at(-1) ?? 0],
  }
}

function itself(bins: readonly number[], { inside, all }: Counts, threshold: number | undefined) {
  const weights = inside.map((count) => count / all)
  const partition = { bins, weights, tail_weights: [0, 0] }
  const details = { observed_partition: partition, expected_partition: partition }
  return { ...diverged(klDivergence(weights, weights), threshold), details }
}

function noneObserved(threshold: number | undefined): Check {
  return { kind: 'check', measures: {}, judge: () => ({ kind: 'value', ...diverged(Number.NaN, threshold) }) }
}

/** Edges of equal distance: as many as Sturges' rule asks for, or Freedman and Diaconis' where those are more. */
function autoBins(
  [low = 0, lowerQuartile = 0, upperQuartile = 0, high = 0]: readonly number[],
  n: number,
): readonly number[] {
  const sturges = Math.ceil(Math.log2(n + 1))
  const spread = upperQuartile - lowerQuartile
  const width = (2 * spread) / Math.cbrt(n)
  const count = spread < 1e-10 ? sturges : Math.max(sturges, Math.ceil((high - low) / width))
  return Array.from({ length: count + 1 }, (_, index) =>
    index === count ? high : low + (index * (high - low)) / count,
  )
}
