import { nearest } from '@trainyard/config'
import { InputError } from '@trainyard/ports'

/** Which column is what in a table of predictions. */
export interface TableLayout {
  readonly label: string
  readonly id?: string
  readonly candidate: AnswerLayout
  readonly champion?: AnswerLayout
  /** Columns that were named for it: how much a row counts, and what rows belong together; the latter is a slice, too. */
  readonly weight?: string
  readonly group?: string
  /** All other columns: rows may be grouped by them. */
  readonly slices: readonly string[]
}

/** The columns of one model's answers. */
export interface AnswerLayout {
  readonly prediction?: string
  readonly probabilities: readonly ProbabilityColumn[]
}

export interface ProbabilityColumn {
  readonly column: string
  /** The class as it is written in the column's name. */
  readonly name: string
}

/** Names that the columns go by; the first that is there counts. */
const labelNames = ['label', 'y_true', 'target']
const predictionNames = ['prediction', 'y_pred', 'predicted']
const champion = 'champion_'

/**
 * Finds label, prediction, id and probabilities: columns `p_<class>`, or else columns named as the classes themselves.
 * @param labelsOf distinct values of the label column, as text
 * @throws InputError where the label, or any answer, is missing
 */
export async function layoutOf(
  names: readonly string[],
  file: string,
  labelsOf: (label: string) => Promise<readonly string[]>,
): Promise<TableLayout> {
  const label = labelNames.find((name) => names.includes(name))
  if (label === undefined) throw absent('label', names, file)
  const candidate = await candidateLayout(names, () => labelsOf(label))
  if (candidate.prediction === undefined && candidate.probabilities.length < 2) throw absent('prediction', names, file)
  const other = answerLayout(names, champion)
  const taken = [label, 'id', ...columnsOf(candidate), ...columnsOf(other)]
  return {
    label,
    candidate,
    slices: names.filter((name) => !taken.includes(name)),
    ...(columnsOf(other).length > 0 && { champion: other }),
    ...(names.includes('id') && { id: 'id' }),
  }
}

/** Prediction and probabilities. */
export function columnsOf({ prediction, probabilities }: AnswerLayout): string[] {
  return [...(prediction === undefined ? [] : [prediction]), ...probabilities.map(({ column }) => column)]
}

async function candidateLayout(
  names: readonly string[],
  labels: () => Promise<readonly string[]>,
): Promise<AnswerLayout> {
  const layout = answerLayout(names, '')
  if (layout.prediction !== undefined || layout.probabilities.length > 0) return layout
  const classes = await labels()
  if (classes.length < 2 || !classes.every((name) => names.includes(name))) return layout
  return { probabilities: names.filter((name) => classes.includes(name)).map((name) => ({ column: name, name })) }
}

function answerLayout(names: readonly string[], prefix: string): AnswerLayout {
  const prediction = predictionNames.map((name) => prefix + name).find((name) => names.includes(name))
  const start = `${prefix}p_`
  const probabilities = names
    .filter((name) => name.startsWith(start))
    .map((column) => ({ column, name: column.slice(start.length) }))
  return { probabilities, ...(prediction !== undefined && { prediction }) }
}

function absent(what: string, names: readonly string[], file: string): InputError {
  const near = nearest(what, names)
  const columns = `Columns: ${names.join(', ')}. Needed: label, and prediction or one probability a class (p_<class>).`
  return new InputError(`no column ${what}`, { at: { file }, remedy: near ? `Is it ${near}? ${columns}` : columns })
}
