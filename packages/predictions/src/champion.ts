import { InputError } from '@trainyard/ports'
import { sortedClasses } from './classes.ts'
import { answerWidth, inColumns, pickRows } from './matrix.ts'
import type { PredictionTable } from './types.ts'

/** How the rows of two tables were brought together. */
export interface Joined {
  readonly table: PredictionTable
  readonly by: 'id' | 'row'
  /** Rows of the champion that the candidate has no answer for. */
  readonly left: number
}

/**
 * Puts a champion's answers, from a table of its own, beside the candidate's: by id where both tables have one, else row
 * by row.
 * @param file the champion's, for messages
 * @throws InputError where rows or classes do not match, or the same row has two labels
 */
export function joinChampion(candidate: PredictionTable, champion: PredictionTable, file: string): Joined {
  const fault = (message: string, remedy: string) => new InputError(message, { at: { file }, remedy })
  if (candidate.task !== champion.task)
    throw fault(`the champion's answers are those of a ${champion.task}, the candidate's of a ${candidate.task}`, alike)
  const by = candidate.identified && champion.identified ? 'id' : 'row'
  const rows = by === 'id' ? rowsById(candidate, champion, file) : rowsInOrder(candidate, champion, file)
  const classes = commonClasses(candidate, champion, file)
  const [own, other] = [inClasses(candidate, classes), inClasses(champion, classes)]
  const width = answerWidth(own)
  const labels = pickRows(other.labels, width, rows)
  const differing = Math.floor(labels.findIndex((label, at) => label !== own.labels[at]) / width)
  if (differing >= 0)
    throw fault(
      `row ${(rows[differing] ?? 0) + 1} has another label than the candidate's row ${differing + 1}`,
      by === 'id'
        ? alike
        : `${alike} They were compared in their order: give both a column id to have them joined by it.`,
    )
  return { table: { ...own, champion: picked(other, rows) }, by, left: champion.rows - rows.length }
}

const alike = 'Both tables must hold answers to the same rows.'

function rowsById(candidate: PredictionTable, champion: PredictionTable, file: string): Uint32Array {
  const places = new Map(Array.from(champion.ids, (id, row) => [id, row]))
  const absent = Array.from(candidate.ids).filter((id) => !places.has(id))
  if (absent.length === 0) return Uint32Array.from(candidate.ids, (id) => places.get(id) ?? 0)
  const message = `the champion has no answer for ${absent.length} of ${candidate.rows} rows, the first with id ${absent[0]}`
  throw new InputError(message, { at: { file }, remedy: alike })
}

function rowsInOrder(candidate: PredictionTable, champion: PredictionTable, file: string): Uint32Array {
  if (candidate.rows === champion.rows) return Uint32Array.from({ length: candidate.rows }, (_, row) => row)
  throw new InputError(`the champion has ${champion.rows} rows, the candidate ${candidate.rows}`, {
    at: { file },
    remedy: 'Give both tables a column id, so that their rows can be brought together.',
  })
}

/** Where there are probabilities, their columns say what the classes are, and must say the same. */
function commonClasses(candidate: PredictionTable, champion: PredictionTable, file: string): readonly string[] {
  if (candidate.task === 'multilabel') return sameLabels(candidate, champion, file)
  const leading = candidate.probabilities ? candidate : champion.probabilities ? champion : undefined
  const all = [...new Set([...candidate.classes, ...champion.classes])]
  if (leading === undefined) return sortedClasses(all)
  if (all.length === leading.classes.length && bothComplete(candidate, champion, all.length)) return leading.classes
  throw new InputError(
    `the champion knows the classes ${champion.classes.join(', ')}, the candidate ${candidate.classes.join(', ')}`,
    { at: { file }, remedy: 'Give every class a probability column in both tables.' },
  )
}

function sameLabels(candidate: PredictionTable, champion: PredictionTable, file: string): readonly string[] {
  const [own, other] = [candidate.classes.toSorted(), champion.classes.toSorted()]
  if (own.join('\0') === other.join('\0')) return candidate.classes
  throw new InputError(`the champion has the labels ${other.join(', ')}, the candidate ${own.join(', ')}`, {
    at: { file },
    remedy: alike,
  })
}

function bothComplete(candidate: PredictionTable, champion: PredictionTable, count: number): boolean {
  return [candidate, champion].every(({ probabilities, classes }) => !probabilities || classes.length === count)
}

/** The same answers, with classes numbered in another order. */
function inClasses(table: PredictionTable, classes: readonly string[]): PredictionTable {
  if (table.task === 'regression') return table
  const places = table.classes.map((name) => classes.indexOf(name))
  const renumbered = (values: Float64Array) =>
    table.task === 'multilabel' ? inColumns(values, places) : values.map((value) => places[value] ?? -1)
  const { probabilities } = table
  return {
    ...table,
    classes,
    labels: renumbered(table.labels),
    predictions: renumbered(table.predictions),
    ...(probabilities && { probabilities: inColumns(probabilities, places) }),
  }
}

function picked(table: PredictionTable, rows: Uint32Array) {
  const { predictions, probabilities, classes } = table
  return {
    predictions: pickRows(predictions, answerWidth(table), rows),
    ...(probabilities && { probabilities: pickRows(probabilities, classes.length, rows) }),
  }
}
