import type { Dataset } from '@trainyard/dataset'
import { type ColumnValues, InputError, type Problem } from '@trainyard/ports'
import { expectValues, type Kind, readColumns } from './cells.ts'
import { designOf, withDesign } from './design.ts'
import { fromColumns } from './matrix.ts'
import { idsOf, slicesOf } from './rows.ts'
import type { PredictionTable } from './types.ts'

/** Which column is what in a table of several labels a row: `label_news`, `prediction_news`, `p_news`. */
interface LabelsLayout {
  readonly classes: readonly string[]
  readonly id?: string
  readonly weight?: string
  readonly group?: string
  readonly slices: readonly string[]
  readonly candidate: LabelAnswers
  readonly champion?: LabelAnswers
}

/** One column a label, or none. */
interface LabelAnswers {
  readonly predictions: readonly string[]
  readonly probabilities: readonly string[]
}

const prefix = 'label_'

/** Names of the labels where a table has one column for each, and none with one label a row. */
export function labelsIn(names: readonly string[]): readonly string[] | undefined {
  if (['label', 'y_true', 'target'].some((name) => names.includes(name))) return undefined
  const found = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
  return found.length >= 2 ? found : undefined
}

/**
 * Reads answers with several labels a row: 0 or 1 in `label_<name>` and `prediction_<name>`, probabilities in `p_<name>`. Without
 * predictions a row has the labels whose probability is 0.5 or more, as in scikit-learn.
 * @throws InputError for missing columns, and for labels that are neither 0 nor 1
 */
export async function readMultilabel(
  dataset: Dataset,
  classes: readonly string[],
  design: { readonly weight?: string; readonly group?: string; readonly file: string },
): Promise<PredictionTable> {
  const { file } = design
  const names = dataset.columns.map(({ name }) => name)
  const layout = withDesign(layoutOf(names, classes, file), design)
  const { candidate, champion } = layout
  const columns = await readColumns(dataset, kindsOf(layout))
  const labels = indicators(
    classes.map((name) => prefix + name),
    columns,
    file,
  )
  return {
    task: 'multilabel',
    rows: dataset.rows,
    ids: idsOf(layout, columns),
    ...(layout.id !== undefined && { identified: true }),
    classes,
    labels,
    ...answersOf(candidate, columns, file),
    ...(champion && { champion: answersOf(champion, columns, file) }),
    ...designOf(layout, columns, file),
    ...slicesOf(layout, columns),
  }
}

function layoutOf(names: readonly string[], classes: readonly string[], file: string): LabelsLayout {
  const candidate = answerLayout(names, classes, '')
  const champion = answerLayout(names, classes, 'champion_')
  const missing = absentAnswer(candidate, names, classes)
  if (missing !== undefined)
    throw new InputError(`no column ${missing}`, {
      at: { file },
      remedy: `The table has several labels a row. Needed for each of them: prediction_<label> or p_<label>.`,
    })
  const taken = ['id', ...classes.map((name) => prefix + name), ...columnsOf(candidate), ...columnsOf(champion)]
  return {
    classes,
    candidate,
    slices: names.filter((name) => !taken.includes(name)),
    ...(columnsOf(champion).length > 0 && { champion }),
    ...(names.includes('id') && { id: 'id' }),
  }
}

/** Columns of one kind, where there is one for every label. */
function answerLayout(names: readonly string[], classes: readonly string[], side: string): LabelAnswers {
  const complete = (kind: string) => {
    const columns = classes.map((name) => `${side}${kind}_${name}`)
    return columns.every((column) => names.includes(column)) ? columns : []
  }
  return { predictions: complete('prediction'), probabilities: complete('p') }
}

/** The first column that lacks, of the kind that most labels have. */
function absentAnswer(
  candidate: LabelAnswers,
  names: readonly string[],
  classes: readonly string[],
): string | undefined {
  if (columnsOf(candidate).length > 0) return undefined
  const lacking = (kind: string) => classes.map((name) => `${kind}_${name}`).filter((column) => !names.includes(column))
  const [predictions, probabilities] = [lacking('prediction'), lacking('p')]
  return probabilities.length < predictions.length ? probabilities[0] : predictions[0]
}

function columnsOf({ predictions, probabilities }: LabelAnswers): readonly string[] {
  return [...predictions, ...probabilities]
}

function kindsOf({ classes, candidate, champion, id, slices, weight }: LabelsLayout): ReadonlyMap<string, Kind> {
  const numbers = [
    ...classes.map((name) => prefix + name),
    ...[candidate, champion].flatMap((side) => (side ? columnsOf(side) : [])),
    ...(weight === undefined ? [] : [weight]),
  ]
  const texts = [...(id === undefined ? [] : [id]), ...slices]
  return new Map([
    ...numbers.map((name): [string, Kind] => [name, 'number']),
    ...texts.map((name): [string, Kind] => [name, 'text']),
  ])
}

function answersOf(
  { predictions, probabilities }: LabelAnswers,
  columns: ReadonlyMap<string, ColumnValues>,
  file: string,
) {
  const scores = probabilities.length > 0 && fromColumns(probabilities.map((name) => columns.get(name) ?? []))
  const likely = () => (scores ? scores.map((value) => (value >= 0.5 ? 1 : 0)) : new Float64Array())
  return {
    predictions: predictions.length > 0 ? indicators(predictions, columns, file) : likely(),
    ...(scores && { probabilities: scores }),
  }
}

/** @throws InputError naming the first value of each column that is neither 0 nor 1 */
function indicators(names: readonly string[], columns: ReadonlyMap<string, ColumnValues>, file: string): Float64Array {
  const lists = names.map((name) => columns.get(name) ?? [])
  const problems = names.flatMap((name, at): Problem[] => {
    const values = lists[at] ?? []
    expectValues(values, name, file)
    const row = Array.from<unknown>(values).findIndex((value) => value !== 0 && value !== 1)
    return row < 0
      ? []
      : [{ message: `${name} of row ${row + 1} is ${values[row]}, neither 0 nor 1`, at: { file, key: name } }]
  })
  if (problems.length > 0) throw new InputError(problems)
  return fromColumns(lists)
}
