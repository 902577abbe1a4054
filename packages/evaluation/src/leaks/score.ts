import { type ColumnValues, seededRandom } from '@trainyard/ports'

/** What is to be told from a column alone. */
export type Labels =
  | { readonly task: 'classification'; readonly classes: readonly string[]; readonly values: Float64Array }
  | { readonly task: 'regression'; readonly values: Float64Array }

/** Values of numbers are put into as many bins of equal size, those of text into one each. */
const mostBins = 50
/** Classes that are looked at, the commonest first; those with fewer rows say too little. */
const mostClasses = 20
const leastRows = 10

/**
 * How well a column alone tells the label of rows that it was not learned from: learned on one half of the rows by counting,
 * held against the other, and the other way round. Of classes the least area under the ROC curve of one against the rest, so
 * that every class must be told; of numbers the share of the variance of their ranks, so that no outlier decides. A column of
 * ids tells nothing of rows that it has not seen.
 */
export function scoreColumn(values: ColumnValues, labels: Labels): number {
  const bins = binned(values)
  const outcomes = outcomesOf(labels)
  if (outcomes.length === 0) return 0
  const halves = halvesOf(bins.length)
  const score = labels.task === 'regression' ? explained : area
  return Math.min(...outcomes.map((outcome) => score(tally(bins, outcome, halves), total(outcome.map(squared)))))
}

/** Of each class whether a row has it, of numbers their ranks. Of two classes one says it all. */
function outcomesOf(labels: Labels): readonly Float64Array[] {
  if (labels.task === 'regression') return [ranks(labels.values)]
  const counts = new Map<number, number>()
  for (const value of labels.values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const common = [...counts].filter(([, count]) => count >= leastRows).sort((a, b) => b[1] - a[1])
  const looked = common.length === 2 ? common.slice(1) : common.slice(0, mostClasses)
  return common.length < 2 ? [] : looked.map(([wanted]) => labels.values.map((value) => Number(value === wanted)))
}

/** Number of the bin of each row; missing values are one of their own. */
function binned(values: ColumnValues): Uint32Array {
  if (!(values instanceof Float64Array)) return numbered(values)
  const distinct = new Set(values)
  if (distinct.size <= mostBins) return numbered(values)
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  const edges = Float64Array.from(
    { length: mostBins - 1 },
    (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / mostBins)] ?? 0,
  )
  return Uint32Array.from(values, (value) => (Number.isNaN(value) ? mostBins : binOf(value, edges)))
}

function numbered(values: ColumnValues): Uint32Array {
  const numbers = new Map<string | number | null, number>()
  return Uint32Array.from<string | number | null>([...values], (value) => {
    const number = numbers.get(value) ?? numbers.size
    numbers.set(value, number)
    return number
  })
}

function binOf(value: number, edges: Float64Array): number {
  let [low, high] = [0, edges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (value >= (edges[middle] ?? 0)) low = middle + 1
    else high = middle
  }
  return low
}

/** Which half a row is in, drawn: rows may come in an order that has to do with their labels. */
function halvesOf(rows: number): Uint8Array {
  const random = seededRandom(rows)
  return Uint8Array.from({ length: rows }, () => (random() < 0.5 ? 0 : 1))
}

/** Rows of one half in each bin. */
interface Half {
  readonly rows: Float64Array
  /** Sum of their outcomes. */
  readonly sums: Float64Array
}

type Halves = readonly [Half, Half]

function tally(bins: Uint32Array, outcome: Float64Array, halves: Uint8Array): Halves {
  const size = bins.reduce((most, bin) => Math.max(most, bin), 0) + 1
  const half = (): Half => ({ rows: new Float64Array(size), sums: new Float64Array(size) })
  const made: Halves = [half(), half()]
  for (let row = 0; row < bins.length; row += 1) {
    const bin = bins[row] ?? 0
    const { rows, sums } = made[halves[row] === 0 ? 0 : 1]
    rows[bin] = (rows[bin] ?? 0) + 1
    sums[bin] = (sums[bin] ?? 0) + (outcome[row] ?? 0)
  }
  return made
}

/** Mean outcome of each bin, drawn to the mean of the half by one row's weight. */
function learned({ rows, sums }: Half): Float64Array {
  const mean = total(sums) / Math.max(1, total(rows))
  return sums.map((sum, bin) => (sum + mean) / ((rows[bin] ?? 0) + 1))
}

function squared(value: number): number {
  return value * value
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** Area under the ROC curve, half by half: a score of one half says nothing of the other's. */
function area([one, other]: Halves): number {
  return (areaOf(one, learned(other)) + areaOf(other, learned(one))) / 2
}

/** Of rows whose score is that of their bin. Ties count half. */
function areaOf({ rows, sums }: Half, scores: Float64Array): number {
  const order = Array.from(rows.keys()).filter((bin) => (rows[bin] ?? 0) > 0)
  order.sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0))
  let [below, wins, negatives, positives] = [0, 0, 0, 0]
  for (const [at, bin] of order.entries()) {
    positives += sums[bin] ?? 0
    negatives += (rows[bin] ?? 0) - (sums[bin] ?? 0)
    if (scores[bin] === scores[order[at + 1] ?? -1]) continue
    wins += positives * (below + negatives / 2)
    below += negatives
    negatives = 0
    positives = 0
  }
  const found = total(sums)
  return found === 0 || below === 0 ? 0.5 : wins / (found * below)
}

/**
 * 1 less the share of the variance that is left, at least 0.
 * @param squares sum of the squares of all outcomes
 */
function explained([one, other]: Halves, squares: number): number {
  const mean = (total(one.sums) + total(other.sums)) / (total(one.rows) + total(other.rows))
  const all = squares - mean ** 2 * (total(one.rows) + total(other.rows))
  const left = squares + change(one, learned(other)) + change(other, learned(one))
  return all <= 0 ? 0 : Math.max(0, 1 - left / all)
}

/** By how much the squares change where each row is less its prediction. */
function change({ rows, sums }: Half, predictions: Float64Array): number {
  return predictions.reduce((sum, value, bin) => sum + value * (value * (rows[bin] ?? 0) - 2 * (sums[bin] ?? 0)), 0)
}

/** Mean ranks of equal numbers. */
function ranks(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const found = new Float64Array(values.length)
  for (let first = 0; first < order.length; ) {
    let last = first
    while (last + 1 < order.length && values[order[last + 1] ?? 0] === values[order[first] ?? 0]) last += 1
    for (let at = first; at <= last; at += 1) found[order[at] ?? 0] = (first + last) / 2
    first = last + 1
  }
  return found
}
