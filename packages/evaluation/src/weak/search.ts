import { nearest } from '@trainyard/config'
import type { WeakSlices } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import type { PredictionTable, TextColumn } from '@trainyard/predictions'
import { fisherGreater, holm, ranking, rankSumGreater } from '@trainyard/statistics'
import { type Candidate, candidatesOf, hasTooManyValues } from './candidates.ts'

/** The family's error rate. */
const ALPHA = 0.05

/** Shown at most. */
const MOST_FOUND = 20

export interface WeakSliceRequest {
  readonly table: PredictionTable
  readonly columns: readonly string[]
  /** Fewest rows of a slice. */
  readonly atLeast: number
}

/**
 * Looks for sets of rows on which the model does worse than on the rest: values and quarters of columns, and pairs of them. Errors
 * of a classifier by Fisher's exact test, absolute errors by Mann and Whitney's, one-sided, with Holm's correction over all sets
 * that were looked at. A pair with a part that is weak itself is told only where it is worse than the rest of that part, too.
 * @throws InputError for a column that the rows do not have
 */
export function findWeakSlices({ table, columns, atLeast }: WeakSliceRequest): WeakSlices {
  const named = new Map(columns.map((column) => [column, valuesOf(table, column)]))
  const candidates = candidatesOf(named, atLeast).filter(({ rows }) => rows.length < table.rows)
  const losses = lossesOf(table)
  const test = testOf(table.task, losses)
  const adjusted = holm(candidates.map(test))
  const weak = candidates.map((one, at) => ({ ...one, p: adjusted[at] ?? 1 })).filter(({ p }) => p <= ALPHA)
  const told = weak.filter((one) =>
    weak.every((part) => !isPartOf(part, one) || within(one, part, table.task, losses) * candidates.length <= ALPHA),
  )
  return {
    measure: table.task === 'regression' ? 'mean absolute error' : 'error rate',
    searched: candidates.length,
    leftOut: [...named].filter(([, values]) => hasTooManyValues(values)).map(([column]) => column),
    found: told
      .map(({ where, rows, p }) => ({ where, rows: rows.length, ...means(rows, losses), p }))
      .toSorted((a, b) => b.loss - a.loss)
      .slice(0, MOST_FOUND),
  }
}

function valuesOf({ slices = new Map() }: PredictionTable, column: string): TextColumn {
  const values = slices.get(column)
  if (values) return values
  const near = nearest(column, [...slices.keys()])
  throw new InputError(`unknown column '${column}'`, {
    at: { file: 'trainyard.yml', key: 'evaluate.slices.find' },
    remedy: near === undefined ? 'The rows have no such column.' : `Did you mean ${near}?`,
  })
}

/** 1 for a wrong answer, 0 for a right one, of several labels all of them; of numbers how far off it is. */
function lossesOf({ task, rows, classes, labels, predictions }: PredictionTable): Float64Array {
  if (task === 'classification') return labels.map((label, row) => (predictions[row] === label ? 0 : 1))
  if (task === 'regression') return labels.map((label, row) => Math.abs(label - (predictions[row] ?? Number.NaN)))
  return Float64Array.from({ length: rows }, (_, row) => {
    const own = (values: Float64Array) => values.subarray(row * classes.length, (row + 1) * classes.length)
    return own(labels).every((label, at) => own(predictions)[at] === label) ? 0 : 1
  })
}

/** Mean loss of some rows, and of all others. */
function means(rows: Uint32Array, losses: Float64Array) {
  const [own, all] = [sumOf(rows, losses), total(losses)]
  return { loss: own / rows.length, rest: (all - own) / (losses.length - rows.length) }
}

function sumOf(rows: Uint32Array, losses: Float64Array): number {
  return rows.reduce((sum, row) => sum + (losses[row] ?? 0), 0)
}

function total(losses: Float64Array): number {
  return losses.reduce((sum, loss) => sum + loss, 0)
}

/** One-sided p-value that some rows have greater losses than the rest. */
function testOf(task: PredictionTable['task'], losses: Float64Array): (one: Pick<Candidate, 'rows'>) => number {
  if (task === 'regression') {
    const ranked = ranking(losses)
    return ({ rows }) => rankSumGreater(ranked, rows)
  }
  const all = total(losses)
  return ({ rows }) => {
    const wrong = sumOf(rows, losses)
    return fisherGreater(wrong, rows.length, all - wrong, losses.length - rows.length)
  }
}

/** The same for a pair against the rest of one of its parts. */
function within(pair: Candidate, part: Candidate, task: PredictionTable['task'], losses: Float64Array): number {
  const places = new Map(Array.from(part.rows, (row, at) => [row, at]))
  const ofPart = Float64Array.from(part.rows, (row) => losses[row] ?? 0)
  return testOf(task, ofPart)({ rows: pair.rows.map((row) => places.get(row) ?? 0) })
}

/** Whether a slice is one of the two that a pair is made of. */
function isPartOf(part: Candidate, { where }: Candidate): boolean {
  const [only] = part.where
  return (
    part.where.length < where.length &&
    where.some(({ column, value }) => column === only?.column && value === only.value)
  )
}
