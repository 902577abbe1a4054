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
  return Math.min(...outcomes.map((outcome) => score(outcome, crossFitted(bins, outcome, halves), halves)))
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

/** Mean outcome of a row's bin among the rows of the other half, drawn to the mean of that half by one row's weight. */
function crossFitted(bins: Uint32Array, outcome: Float64Array, halves: Uint8Array): Float64Array {
  const size = bins.reduce((most, bin) => Math.max(most, bin), 0) + 1
  const [sums, counts] = [new Float64Array(2 * size), new Float64Array(2 * size)]
  const [totals, rows] = [new Float64Array(2), new Float64Array(2)]
  for (const [row, bin] of bins.entries()) {
    const half = halves[row] ?? 0
    for (const [cells, at, by] of [
      [sums, half * size + bin, outcome[row] ?? 0],
      [counts, half * size + bin, 1],
      [totals, half, outcome[row] ?? 0],
      [rows, half, 1],
    ] as const)
      cells[at] = (cells[at] ?? 0) + by
  }
  return Float64Array.from(bins, (bin, row) => {
    const half = 1 - (halves[row] ?? 0)
    const at = half * size + bin
    const mean = (totals[half] ?? 0) / Math.max(1, rows[half] ?? 0)
    return ((sums[at] ?? 0) + mean) / ((counts[at] ?? 0) + 1)
  })
}

/** Area under the ROC curve, half by half: a score of one half says nothing of the other's. Ties count half. */
function area(outcome: Float64Array, scores: Float64Array, halves: Uint8Array): number {
  const [one = [], other = []] = [0, 1].map((half) => Array.from(scores.keys()).filter((row) => halves[row] === half))
  return (areaOf(outcome, scores, one) + areaOf(outcome, scores, other)) / 2
}

function areaOf(outcome: Float64Array, scores: Float64Array, rows: number[]): number {
  rows.sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0))
  let [below, wins, ties, positives] = [0, 0, [0, 0], 0]
  for (const [at, row] of rows.entries()) {
    const label = outcome[row] ?? 0
    ties[label] = (ties[label] ?? 0) + 1
    if (scores[row] === scores[rows[at + 1] ?? -1]) continue
    const [negatives = 0, found = 0] = ties
    wins += found * (below + negatives / 2)
    below += negatives
    positives += found
    ties = [0, 0]
  }
  return positives === 0 || below === 0 ? 0.5 : wins / (positives * below)
}

/** 1 less the share of the variance that is left, at least 0. */
function explained(outcome: Float64Array, predictions: Float64Array): number {
  const mean = outcome.reduce((sum, value) => sum + value, 0) / outcome.length
  const all = outcome.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const left = outcome.reduce((sum, value, row) => sum + (value - (predictions[row] ?? 0)) ** 2, 0)
  return all === 0 ? 0 : Math.max(0, 1 - left / all)
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
