import { join, type Sql, sql } from '@trainyard/dataset'
import { klDivergence } from '@trainyard/statistics'
import {
  type Check,
  type Measured,
  measuredCount,
  measuredList,
  measuredNumber,
  type ValueOutcome,
} from '../../../kinds/check.ts'
import type { Scalar } from '../../../kinds/kwargs.ts'
import { comparableConstants } from '../../../kinds/sql/constants.ts'
import { countIf } from '../../../kinds/sql/count.ts'
import { listedGroups, overGroups, shownGroups } from '../../../kinds/sql/groups.ts'
import type { ColumnFacts } from '../../../kinds/table.ts'
import { type Asked, diverged } from './asked.ts'
import type { Categories } from './partition.ts'

/** A column's distinct values against weights of values; without any, against their own weights. */
export function categoryDivergence(expected: Categories | undefined, asked: Asked): Check {
  return categoryCheck(expected, asked, (found) => (expected ? compare(expected, found, asked) : itself(found, asked)))
}

/** A check of how often a column's distinct values occur, those of a partition and the others. */
export function categoryCheck(
  expected: Categories | undefined,
  { column, table }: Pick<Asked, 'column' | 'table'>,
  judge: (found: Observed) => Omit<ValueOutcome, 'kind'>,
): Check {
  const over = (measure: Sql) => overGroups(column, table, measure)
  const known = constantsOf(column, expected?.values ?? [])
  const isKnown = known.length === 0 ? sql`FALSE` : sql`value IN (${join(known.map(({ constant }) => constant))})`
  const place =
    known.length === 0 ? sql`0` : sql`list_position([${join(known.map(({ constant }) => constant))}], value)`
  return {
    kind: 'check',
    measures: {
      elements: sql`count(*)`,
      present: sql`count(${column.sql})`,
      places: over(sql`list(${place} ORDER BY value) FILTER (WHERE ${isKnown})`),
      times: over(sql`list(times ORDER BY value) FILTER (WHERE ${isKnown})`),
      strange: over(countIf(sql`NOT ${isKnown}`)),
      strangeTimes: over(sql`arg_min(times, value, ${shownGroups}) FILTER (WHERE NOT ${isKnown})`),
      strangeValues: over(listedGroups(column, sql`NOT ${isKnown}`, shownGroups)),
      strangeTotal: over(sql`sum(times) FILTER (WHERE NOT ${isKnown})::DOUBLE`),
      strangeSquares: over(sql`sum(times::DOUBLE * times) FILTER (WHERE NOT ${isKnown})`),
      strangeEntropy: over(sql`sum(times * ln(times)) FILTER (WHERE NOT ${isKnown})`),
    },
    judge: (measured) => {
      const elements = measuredCount(measured, 'elements')
      const missing = elements - measuredCount(measured, 'present')
      return { kind: 'value', elements, missing, ...judge(observed(measured, expected?.values ?? [], known)) }
    },
  }
}

/** A constant of the partition that can be a value of the column, and its place in the partition. */
interface Known {
  readonly index: number
  readonly constant: Sql
}

function constantsOf(column: ColumnFacts, values: readonly Scalar[]): readonly Known[] {
  return values.flatMap((value, index) => comparableConstants(column, [value]).map((constant) => ({ index, constant })))
}

/** How often values occur. */
export interface Observed {
  readonly all: number
  /** Each value of the partition, in its order. */
  readonly known: readonly number[]
  /** The others: how many there are, how often they occur, and sums of n² and n ln n over them. */
  readonly strange: {
    readonly count: number
    readonly total: number
    readonly squares: number
    readonly entropy: number
  }
  /** The first of the others. */
  readonly values: readonly unknown[]
  readonly times: readonly number[]
}

function observed(measured: Measured, values: readonly Scalar[], known: readonly Known[]): Observed {
  const times = measuredList(measured, 'times').map(Number)
  const places = measuredList(measured, 'places').map(Number)
  const timesOf = (index: number) => {
    const place = known.findIndex((entry) => entry.index === index)
    return place < 0 ? 0 : (times[places.indexOf(place + 1)] ?? 0)
  }
  return {
    all: measuredCount(measured, 'present'),
    known: values.map((_, index) => timesOf(index)),
    strange: {
      count: measuredCount(measured, 'strange'),
      total: measuredNumber(measured, 'strangeTotal') ?? 0,
      squares: measuredNumber(measured, 'strangeSquares') ?? 0,
      entropy: measuredNumber(measured, 'strangeEntropy') ?? 0,
    },
    values: measuredList(measured, 'strangeValues'),
    times: measuredList(measured, 'strangeTimes').map(Number),
  }
}

/** The weights that are expected: those of the partition, scaled where others occur, and that of each other value. */
export function expectedWeights({ weights }: Categories, { strange }: Observed, tail: number) {
  if (strange.count === 0) return { known: weights, each: 0 }
  return { known: weights.map((weight) => weight * (1 - tail)), each: tail / strange.count }
}

/** Both partitions, with the values of rows that are in them. */
export function partitions(expected: Categories, found: Observed, tail: number): object {
  const { known, each } = expectedWeights(expected, found, tail)
  const values = [...expected.values, ...found.values]
  const weights = [...found.known, ...found.times].map((times) => times / found.all)
  return {
    observed_partition: { values, weights },
    expected_partition: { values, weights: [...known, ...found.times.map(() => each)] },
  }
}

function compare(expected: Categories, found: Observed, { tail, threshold }: Asked): Omit<ValueOutcome, 'kind'> {
  const { all, strange } = found
  const { known, each } = expectedWeights(expected, found, tail)
  const shares = found.known.map((times) => times / all)
  // The strange values have equal weights: together they are one, but for how they differ among each other.
  const divergence = klDivergence([...shares, strange.total / all], [...known, each * strange.count])
  const inner = strange.count === 0 ? 0 : unevenness(strange, all)
  return { ...diverged(divergence + inner, threshold), values: { details: partitions(expected, found, tail) } }
}

/** What the divergence gains where values of one common weight do not occur equally often. */
function unevenness({ count, total, entropy }: Observed['strange'], all: number): number {
  return (entropy - total * Math.log(total / count)) / all
}

function itself({ all, strange, values, times }: Observed, { threshold }: Asked): Omit<ValueOutcome, 'kind'> {
  const partition = { values, weights: times.map((n) => n / all) }
  const details = { observed_partition: partition, expected_partition: partition }
  return { ...diverged(strange.count > 0 ? 0 : Number.NaN, threshold), values: { details } }
}
