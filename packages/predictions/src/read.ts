import { type Condition, type DataServices, type Dataset, openTable } from '@trainyard/dataset'
import type { Task } from '@trainyard/evidence'
import { type ColumnValues, InputError } from '@trainyard/ports'
import { distinctTexts, expectValues, isWhole, type Kind, readColumns, typeOf } from './cells.ts'
import { checkPredictions } from './check.ts'
import {
  type Answers,
  className,
  expectComparable,
  indices,
  mostProbable,
  probabilityMatrix,
  sortedClasses,
} from './classes.ts'
import { conditionColumn, conditionColumns } from './conditions.ts'
import { designOf, withDesign } from './design.ts'
import { type AnswerLayout, layoutOf, type TableLayout } from './layout.ts'
import { labelsIn, readMultilabel } from './multilabel.ts'
import { idsOf, slicesOf } from './rows.ts'
import type { PredictionTable } from './types.ts'

export interface PredictionSource {
  readonly base: string
  /** Files or globs: Parquet, CSV, TSV or JSON Lines. */
  readonly files: readonly string[]
  /** Column with how much a row counts, and with what rows belong together. */
  readonly weight?: string
  readonly group?: string
  /** Left out: a label or prediction with a fraction, or a label with many values and no probabilities, is a quantity. */
  readonly task?: Task
  /** Conditions over the columns of the table, whose rows are told apart. */
  readonly conditions?: readonly Condition[]
}

/** Whole numbers with more distinct values are quantities, as the trainer takes them. */
const mostIntegerClasses = 20

/**
 * Reads labels and answers that any framework wrote: `label`; `prediction` or one probability a class (`p_<class>`, or the
 * class's own name); `id`; the champion's answers with `champion_` before them; and any further columns as slices. Several
 * labels a row: see `readMultilabel`.
 * @throws InputError for missing columns, and for values that cannot be, with their row
 */
export async function readPredictions(source: PredictionSource, services: DataServices): Promise<PredictionTable> {
  const file = source.files.join(', ')
  const dataset = await openTable({ base: source.base, files: source.files }, services)
  try {
    const labels = labelsIn(dataset.columns.map(({ name }) => name))
    const read = labels
      ? await readMultilabel(dataset, labels, { ...source, file })
      : await readLabelled(dataset, source, file)
    const table = await withConditions(read, dataset, source.conditions ?? [])
    const problems = checkPredictions(table, file)
    if (problems.length > 0) throw new InputError(problems)
    return table
  } finally {
    await dataset.close()
  }
}

/** One label a row. */
async function readLabelled(dataset: Dataset, source: PredictionSource, file: string): Promise<PredictionTable> {
  const names = dataset.columns.map(({ name }) => name)
  const found = await layoutOf(names, file, (label) => distinctTexts(dataset, label, names.length))
  const given = { dataset, layout: withDesign(found, source), file }
  const task = source.task ?? (await taskOf(given))
  if (task === 'multilabel')
    throw new InputError('the answers are of several labels a row, and the table has one column of labels', {
      at: { file },
      remedy: 'Needed for each of them: label_<label>.',
    })
  return task === 'regression' ? regression(given) : classification(given)
}

/** Where the table was written by us, it says itself which rows a condition holds for. */
async function withConditions(
  table: PredictionTable,
  dataset: Dataset,
  conditions: readonly Condition[],
): Promise<PredictionTable> {
  const asked = conditions.filter(({ text }) => !table.slices?.has(conditionColumn(text)))
  if (asked.length === 0) return table
  const found = await conditionColumns(dataset, 'all', asked)
  return { ...table, slices: new Map([...(table.slices ?? []), ...found]) }
}

interface Given {
  readonly dataset: Dataset
  readonly layout: TableLayout
  readonly file: string
}

async function taskOf({ dataset, layout: { label, candidate } }: Given): Promise<Task> {
  if (candidate.probabilities.length > 0 || !isNumeric(label, dataset)) return 'classification'
  if (!(await isWhole(dataset, label))) return 'regression'
  const { prediction = label } = candidate
  if (isNumeric(prediction, dataset) && !(await isWhole(dataset, prediction))) return 'regression'
  const distinct = await distinctTexts(dataset, label, mostIntegerClasses + 1)
  return distinct.length > mostIntegerClasses ? 'regression' : 'classification'
}

function isNumeric(name: string, dataset: Dataset): boolean {
  return ['number', 'integer'].includes(typeOf(name, dataset))
}

async function regression({ dataset, layout, file }: Given): Promise<PredictionTable> {
  const { prediction } = layout.candidate
  if (prediction === undefined) {
    throw new InputError('no column prediction', { at: { file }, remedy: 'A regression needs label and prediction.' })
  }
  const columns = await readAll(dataset, layout, 'number')
  const numbers = (name: string) => {
    const values = columns.get(name) ?? []
    expectValues(values, name, file)
    return Float64Array.from(values as Float64Array)
  }
  const champion = layout.champion?.prediction
  return {
    task: 'regression',
    rows: dataset.rows,
    ids: idsOf(layout, columns),
    ...(layout.id !== undefined && { identified: true }),
    classes: [],
    labels: numbers(layout.label),
    predictions: numbers(prediction),
    ...(champion !== undefined && { champion: { predictions: numbers(champion) } }),
    ...designOf(layout, columns, file),
    ...slicesOf(layout, columns),
  }
}

async function classification(given: Given): Promise<PredictionTable> {
  const { dataset, layout, file } = given
  const columns = await readAll(dataset, layout, 'text')
  for (const name of [layout.label, ...predictionsOf(layout)]) expectValues(columns.get(name) ?? [], name, file)
  const labels = columns.get(layout.label) ?? []
  compare(given, columns)
  const classes = classesOf(given, columns)
  return {
    task: 'classification',
    rows: dataset.rows,
    ids: idsOf(layout, columns),
    ...(layout.id !== undefined && { identified: true }),
    classes,
    labels: indices(labels, classes),
    ...answersOf(layout.candidate, columns, classes),
    ...(layout.champion && { champion: answersOf(layout.champion, columns, classes) }),
    ...designOf(layout, columns, file),
    ...slicesOf(layout, columns),
  }
}

function compare({ dataset, layout: { label, candidate }, file }: Given, columns: ReadonlyMap<string, ColumnValues>) {
  const side = (name: string) => ({ type: typeOf(name, dataset), values: columns.get(name) ?? [] })
  if (candidate.prediction !== undefined) expectComparable(side(label), side(candidate.prediction), file)
}

function classesOf({ dataset, layout }: Given, columns: ReadonlyMap<string, ColumnValues>): string[] {
  const { probabilities } = layout.candidate
  const type = typeOf(layout.label, dataset)
  if (probabilities.length > 0) return probabilities.map(({ name }) => className(name, type))
  return sortedClasses([layout.label, ...predictionsOf(layout)].flatMap((name) => [...(columns.get(name) ?? [])]))
}

function predictionsOf({ candidate, champion }: TableLayout): string[] {
  return [candidate.prediction, champion?.prediction].filter((name) => name !== undefined)
}

function answersOf(
  layout: AnswerLayout,
  columns: ReadonlyMap<string, ColumnValues>,
  classes: readonly string[],
): Answers {
  const probabilities = probabilityMatrix(layout, columns)
  const given = layout.prediction === undefined ? undefined : columns.get(layout.prediction)
  const likely = () => (probabilities ? mostProbable(probabilities, classes.length) : new Float64Array(0))
  return { predictions: given ? indices(given, classes) : likely(), ...(probabilities && { probabilities }) }
}

function readAll(dataset: Dataset, layout: TableLayout, answers: Kind): Promise<Map<string, ColumnValues>> {
  const probabilities = [layout.candidate, layout.champion].flatMap((side) => side?.probabilities ?? [])
  const texts = [...(layout.id === undefined ? [] : [layout.id]), ...layout.slices]
  const weights = layout.weight === undefined ? [] : [layout.weight]
  return readColumns(
    dataset,
    new Map([
      ...[layout.label, ...predictionsOf(layout)].map((name): [string, Kind] => [name, answers]),
      ...probabilities.map(({ column }): [string, Kind] => [column, 'number']),
      ...texts.map((name): [string, Kind] => [name, 'text']),
      ...weights.map((name): [string, Kind] => [name, 'number']),
    ]),
  )
}
