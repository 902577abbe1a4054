import type { Answers, Pair } from './types.ts'

/** Rows that are alike, merged: answers with one row a cell, and how many rows each stands for. */
export interface Cells {
  readonly pair: Pair
  readonly sizes: Float64Array
}

/** With the cell that each row is in. */
export interface MergedRows extends Cells {
  readonly of: Uint32Array
}

const merged = new WeakMap<Answers, WeakMap<Answers, MergedRows>>()

/** Merges the rows once, however many metrics ask. */
export function mergeRows(pair: Pair): MergedRows {
  const known = merged.get(pair.candidate) ?? new WeakMap<Answers, MergedRows>()
  merged.set(pair.candidate, known)
  const found = known.get(pair.champion) ?? merge(pair)
  known.set(pair.champion, found)
  return found
}

/** Merges the rows on which label and predicted classes agree. What depends only on those has the same value. */
function merge({ candidate, champion }: Pair): MergedRows {
  const cellOf = new Map<number, number>()
  const sizes: number[] = []
  const first: number[] = []
  const of = new Uint32Array(candidate.rows)
  const k = candidate.classes.length
  for (let row = 0; row < candidate.rows; row += 1) {
    const predicted = (candidate.predictions[row] ?? 0) * k + (champion.predictions[row] ?? 0)
    const key = (candidate.labels[row] ?? 0) * k * k + predicted
    const cell = cellOf.get(key) ?? sizes.length
    if (cell === sizes.length) {
      cellOf.set(key, cell)
      first.push(row)
    }
    sizes[cell] = (sizes[cell] ?? 0) + 1
    of[row] = cell
  }
  const pair = { candidate: pick(candidate, first), champion: pick(champion, first) }
  return { pair, sizes: Float64Array.from(sizes), of }
}

/**
 * Adds half a row a class on which only the candidate is right, and half a row on which only the champion is: without
 * them a bootstrap takes rows that were never seen to differ for proof that none can (compare Bonett and Price 2012).
 */
export function withPseudoRows({ pair, sizes }: Cells): Cells {
  const classes = seenClasses(pair.candidate)
  const added = classes.flatMap((label, at) => {
    const wrong = classes[(at + 1) % classes.length] ?? label
    return [
      { label, candidate: label, champion: wrong },
      { label, candidate: wrong, champion: label },
    ]
  })
  const append = (values: Float64Array, more: readonly number[]) => Float64Array.from([...values, ...more])
  const labels = append(
    pair.candidate.labels,
    added.map(({ label }) => label),
  )
  const side = (name: 'candidate' | 'champion'): Answers => ({
    ...pair[name],
    rows: labels.length,
    labels,
    predictions: append(
      pair[name].predictions,
      added.map((row) => row[name]),
    ),
  })
  const halves = added.map(() => 0.5)
  return { pair: { candidate: side('candidate'), champion: side('champion') }, sizes: append(sizes, halves) }
}

/** Classes that occur among labels or predictions, as scikit-learn finds them, in order. */
export function seenClasses({ classes, labels, predictions }: Answers): number[] {
  return occurring(classes.length, [labels, predictions])
}

/** Classes that occur among the labels, in order. */
export function labelClasses({ classes, labels }: Answers): number[] {
  return occurring(classes.length, [labels])
}

/** Numbers below `count` that are among the values. One byte a class, whatever the rows. */
function occurring(count: number, columns: readonly Float64Array[]): number[] {
  const seen = new Uint8Array(count)
  for (const values of columns) for (let row = 0; row < values.length; row += 1) seen[values[row] ?? count] = 1
  return [...seen.keys()].filter((index) => seen[index] === 1)
}

function pick({ task, classes, labels, predictions }: Answers, rows: readonly number[]): Answers {
  const at = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? 0)
  return { task, classes, rows: rows.length, labels: at(labels), predictions: at(predictions) }
}
