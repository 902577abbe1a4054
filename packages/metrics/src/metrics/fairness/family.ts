import { rowWeights } from '../../counts.ts'
import type { ColumnParameter, MetricFamily } from '../../parameters.ts'
import type { Answers, Metric, Pair } from '../../types.ts'
import { type Comparison, contrastsOf, contrastValue } from './contrasts.ts'
import { type Compared, type PairedRate, worst, worstDifference, worstLimits } from './limits.ts'
import { effectiveRows, type Rate, type RateOver, type RateRows, rateRows, shareOf } from './rates.ts'

/** A comparison of rates between the groups that a column makes. */
export interface Fairness extends Pick<MetricFamily, 'name' | 'summary' | 'alsoKnownAs'> {
  readonly comparison: Comparison
  readonly over: readonly RateOver[]
}

const columnParameter: ColumnParameter = {
  name: 'column',
  what: 'the column that tells the groups apart; rows without a value are one of them',
  kind: 'column',
  required: true,
}

/** The family of one comparison: a metric for each column that is named. */
export function fairnessFamily(fairness: Fairness): MetricFamily {
  const { name, summary, alsoKnownAs } = fairness
  return {
    name,
    summary,
    source: `Fairlearn: ${name}`,
    ...(alsoKnownAs && { alsoKnownAs }),
    example: `${name}(sex)[yes]`,
    parameters: [columnParameter],
    make: ({ column }) => fairnessMetric(fairness, String(column)),
  }
}

function fairnessMetric({ name, summary, comparison, over }: Fairness, column: string): Metric {
  const placesOf = (answers: Answers, classIndex: number) =>
    over.map((kind) => rateRows(answers, column, kind, classIndex))
  return {
    name,
    summary,
    source: `Fairlearn: ${name}`,
    task: 'classification',
    better: comparison === 'difference' ? 'lower' : 'higher',
    range: [0, 1],
    ofClass: 'must',
    needsProbabilities: false,
    columns: [column],
    ownDesign: true,
    methods: {
      interval: comparison === 'difference' ? 'worst of pairs, Newcombe' : 'worst of pairs, Walters',
      difference: 'worst of pairs that may be, paired',
    },
    obstacle: (answers, classIndex) =>
      obstacleOf(placesOf(answers, classIndex), answers, { column, comparison }, classIndex),
    evaluator: (answers, classIndex) => {
      const kinds = placesOf(answers, classIndex)
      return (weights) => worstOf(kinds, answers, comparison, classIndex, weights)
    },
    limits: (answers, classIndex, { levels, seed }) => {
      const compared = comparedOf(placesOf(answers, classIndex), answers, comparison, { classIndex, seed })
      return levels.map((level) => worstLimits(compared, level))
    },
    difference: ({ candidate, champion }, classIndex, { levels, seed }) => {
      const kinds = placesOf(candidate, classIndex)
      const [own, rival] = [candidate, champion].map((side) =>
        comparedOf(kinds, side, comparison, { classIndex, seed }),
      )
      const paired = kinds
        .flat()
        .map((rows, at) => pairedRate(rows, { candidate, champion }, classIndex, own?.rates[at]))
      return own && rival ? levels.map((level) => worstDifference(own, rival, paired, level)) : []
    },
  }
}

function obstacleOf(
  kinds: readonly (readonly RateRows[])[],
  answers: Answers,
  { column, comparison }: { readonly column: string; readonly comparison: Comparison },
  classIndex: number,
): string | undefined {
  if (!answers.columns?.has(column)) return `the rows have no column ${column}`
  const groups = (answers.columns.get(column)?.names ?? []).length
  if (groups < 2) return `${column} makes one group of all rows`
  const empty = kinds.flat().find(({ rows }) => rows.length === 0)
  const label = answers.classes[classIndex]
  if (empty)
    return `a group of ${column} has no row ${empty.over === 'positive' ? `with the label ${label}` : `with another label than ${label}`}`
  if (comparison === 'difference') return undefined
  const none = kinds.find((rates) =>
    rates.every((rows) => shareOf(rows, answers, classIndex, rowWeights(answers)) === 0),
  )
  const [first] = none ?? []
  return first && `in no group of ${column} ${rowsOver[first.over]} is predicted as ${label}, so that there is no ratio`
}

const rowsOver: Readonly<Record<RateOver, string>> = {
  all: 'any row',
  positive: 'any row of that class',
  negative: 'any row of another class',
}

function worstOf(
  kinds: readonly (readonly RateRows[])[],
  answers: Answers,
  comparison: Comparison,
  classIndex: number,
  weights: Float64Array,
): number {
  const each = kinds.map((rates) => {
    const shares = rates.map((rows) => shareOf(rows, answers, classIndex, weights))
    const [least, most] = [Math.min(...shares), Math.max(...shares)]
    return comparison === 'difference' ? most - least : contrastValue(comparison, least, most)
  })
  return worst(comparison, each)
}

function comparedOf(
  kinds: readonly (readonly RateRows[])[],
  answers: Answers,
  comparison: Comparison,
  { classIndex, seed }: { readonly classIndex: number; readonly seed: number },
): Compared {
  const weights = rowWeights(answers)
  const rates = kinds.flat().map(
    (rows): Rate => ({
      share: shareOf(rows, answers, classIndex, weights),
      rows: effectiveRows(rows, answers, classIndex, seed),
    }),
  )
  const starts = kinds.map((_, at) => kinds.slice(0, at).reduce((sum, { length }) => sum + length, 0))
  const places = kinds.map((rows, at) => rows.map((_row, place) => (starts[at] ?? 0) + place))
  return { comparison, rates, contrasts: contrastsOf(places) }
}

function pairedRate(
  rows: RateRows,
  { candidate, champion }: Pair,
  classIndex: number,
  rate: Rate | undefined,
): PairedRate {
  const weights = rowWeights(candidate)
  let [own, rival, both, all] = [0, 0, 0, 0]
  for (const row of rows.rows) {
    const weight = weights[row] ?? 0
    const [first, second] = [candidate.predictions[row] === classIndex, champion.predictions[row] === classIndex]
    all += weight
    own += first ? weight : 0
    rival += second ? weight : 0
    both += first && second ? weight : 0
  }
  const n = rate?.rows ?? rows.rows.length
  const smoothed = (sum: number, more: number) => ((sum / all) * n + more) / (n + 1)
  return { candidate: smoothed(own, 0.5), champion: smoothed(rival, 0.5), both: smoothed(both, 0), rows: n }
}
