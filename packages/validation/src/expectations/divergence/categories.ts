import { join, type Sql, sql } from '@trainyard/dataset'
import { klDivergence } from '@trainyard/statistics'
import {
  type Check,
  type Measured,
  measuredCount,
  measuredList,
  measuredNumber,
  type ValueOutcome,
} from '../../kinds/check.ts'
import { comparableConstants } from '../../kinds/constants.ts'
import { countIf } from '../../kinds/count.ts'
import { listedGroups, overGroups, shownGroups } from '../../kinds/groups.ts'
import type { Scalar } from '../../kinds/kwargs.ts'
import type { ColumnFacts } from '../../kinds/table.ts'
import { type Asked, diverged } from './asked.ts'
import type { Categories } from './partition.ts'

/** A column's distinct values against weights of values; without any, against their own weights. */
export function categoryDivergence(expected: Categories | undefined, asked: Asked): Check {
  const { column, table } = asked
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
      strangeEntropy: over(sql`sum(times * ln(times)) FILTER (WHERE NOT ${isKnown})`),
    },
    judge: (measured) => {
      const elements = measuredCount(measured, 'elements')
      const missing = elements - measuredCount(measured, 'present')
      const outcome = expected
        ? compare(expected, known, observed(measured, known.length), asked)
        : itself(observed(measured, 0), asked)
      return { kind: 'value', elements, missing, ...outcome }
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

interface Observed {
  readonly all: number
  /** How often each known constant occurs. */
  readonly known: readonly number[]
  /** The others: how many there are, how often they occur, Σ n ln n over them; and the first of them. */
  readonly strange: { readonly count: number; readonly total: number; readonly entropy: number }
  readonly values: readonly unknown[]
  readonly times: readonly number[]
}

function observed(measured: Measured, known: number): Observed {
  const times = measuredList(measured, 'times').map(Number)
  const places = measuredList(measured, 'places').map(Number)
  return {
    all: measuredCount(measured, 'present'),
    known: Array.from({ length: known }, (_, index) => times[places.indexOf(index + 1)] ?? 0),
    strange: {
      count: measuredCount(measured, 'strange'),
      total: measuredNumber(measured, 'strangeTotal') ?? 0,
      entropy: measuredNumber(measured, 'strangeEntropy') ?? 0,
    },
    values: measuredList(measured, 'strangeValues'),
    times: measuredList(measured, 'strangeTimes').map(Number),
  }
}

function compare(
  expected: Categories,
  known: readonly Known[],
  { all, known: counts, strange, values, times }: Observed,
  { tail, threshold }: Asked,
): Omit<ValueOutcome, 'kind'> {
  const scale = strange.count > 0 ? 1 - tail : 1
  const wanted = expected.weights.map((weight) => weight * scale)
  const rest = strange.count > 0 ? tail / strange.count : 0
  const found = wanted.map((_, index) => (counts[known.findIndex((entry) => entry.index === index)] ?? 0) / all)
  const shown = all === 0 ? wanted.map(() => 0) : found
  const details = {
    observed_partition: { values: [...expected.values, ...values], weights: [...shown, ...times.map((n) => n / all)] },
    expected_partition: { values: [...expected.values, ...values], weights: [...wanted, ...times.map(() => rest)] },
  }
  // The strange values have equal weights: together they are one, but for how they differ among each other.
  const divergence = klDivergence([...found, strange.total / all], [...wanted, strange.count > 0 ? tail : 0])
  const inner = strange.count === 0 ? 0 : unevenness(strange, all)
  return { ...diverged(divergence + inner, threshold), values: { details } }
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
