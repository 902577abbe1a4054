import type { ColumnDocument, Signature } from '@trainyard/evidence'
import type { Predictions } from '@trainyard/model'
import { type Batch, type ColumnValues, InputError } from '@trainyard/ports'
import type { PredictionTable } from '@trainyard/predictions'
import { type Growing, growing, growingWhole, type Numbering, numbering } from './growing.ts'
import { type GrowingTexts, growingTexts } from './growing-texts.ts'

/** The columns beside the features, where there are any. */
export interface RowColumns {
  /** One; of several labels a row their columns, in the order of the model's labels. */
  readonly targets: readonly ColumnDocument[]
  readonly id: string | undefined
  readonly weight: string | undefined
  readonly group: string | undefined
  readonly slices: readonly ColumnDocument[]
}

/** Labels and answers as they are gathered: a few numbers a row, whatever the rows hold. */
export interface Gathered {
  readonly ids: GrowingTexts
  readonly classes: Numbering
  /** Numbers a row in `labels` and predictions: one, or of several labels one for each. */
  readonly width: number
  readonly labels: Growing
  readonly weights: Growing
  readonly groups: Growing<Uint32Array>
  readonly groupNumbers: Numbering
  readonly slices: ReadonlyMap<string, GatheredSlice>
  readonly candidate: Side
  readonly champion: Side | undefined
}

/** A column's values, each once, and the number of each row's. */
interface GatheredSlice {
  readonly known: Map<string | number | null, number>
  readonly names: (string | null)[]
  readonly numbers: Growing<Uint32Array>
}

export interface Side {
  readonly predictions: Growing
  readonly probabilities: Growing
}

/** @param rows how many there will be */
export function gathered(
  signature: Signature,
  { slices, targets }: RowColumns,
  rows: number,
  champion: boolean,
): Gathered {
  const width = targets.length
  const classes = signature.classes?.length ?? 0
  const side = (): Side => ({ predictions: growing(rows * width), probabilities: growing(rows * classes) })
  return {
    ids: growingTexts(),
    classes: numbering(signature.classes),
    width,
    labels: growing(rows * width),
    weights: growing(0),
    groups: growingWhole(0),
    groupNumbers: numbering(),
    slices: new Map(slices.map(({ name }) => [name, { known: new Map(), names: [], numbers: growingWhole(rows) }])),
    candidate: side(),
    champion: champion ? side() : undefined,
  }
}

/** Takes what is known of the rows of a batch, beside the answers. */
export function gatherRows(batch: Batch, columns: RowColumns, task: Signature['task'], into: Gathered): void {
  const first = rowsIn(into)
  const values = (name: string): ColumnValues => batch.columns.get(name) ?? []
  for (let row = 0; row < batch.rows; row += 1)
    for (const target of columns.targets)
      into.labels.push(labelOf(target, values(target.name)[row] ?? null, first + row + 1, task, into))
  if (columns.id !== undefined) for (const id of values(columns.id)) into.ids.push(String(id ?? ''))
  if (columns.weight !== undefined) gatherWeights(values(columns.weight), columns.weight, first, into.weights)
  if (columns.group !== undefined)
    for (const value of values(columns.group)) into.groups.push(into.groupNumbers.of(String(value)) ?? 0)
  for (const column of columns.slices) gatherSlice(values(column.name), column, batch.rows, into)
}

/** Takes the answers to a batch. Probabilities are put into the order of the candidate's classes. */
export function gatherAnswers(
  side: Side,
  answers: Predictions,
  own: Signature,
  order: Signature,
  into: Gathered,
): void {
  const classes = own.classes ?? []
  const places = (order.classes ?? []).map((name) => classes.indexOf(name))
  const inOrder = (values: ArrayLike<number>, to: Growing) => {
    for (let row = 0; row < answers.rows; row += 1)
      for (const place of places) to.push(values[row * classes.length + place] ?? Number.NaN)
  }
  if (answers.indicators) inOrder(answers.indicators, side.predictions)
  for (const answer of answers.labels ?? answers.values ?? [])
    side.predictions.push(
      order.task === 'regression' ? Number(answer) : classOf(into, String(answer), 'the model answers'),
    )
  if (answers.probabilities) inOrder(answers.probabilities, side.probabilities)
}

/** Rows that were gathered so far. */
export function rowsIn({ labels, width }: Gathered): number {
  return labels.length / width
}

/** The table of all that was gathered. */
export function tableOf(all: Gathered, signature: Signature, columns: RowColumns): PredictionTable {
  const { names } = all.classes
  const classes = signature.task === 'regression' ? [] : (signature.classes ?? [...names].sort())
  const places = Float64Array.from(names, (name) => classes.indexOf(name))
  const placed = (numbers: Growing) =>
    signature.task === 'regression' || signature.classes
      ? numbers.values()
      : numbers.values().map((number) => places[number] ?? -1)
  const side = ({ predictions, probabilities }: Side) => ({
    predictions: placed(predictions),
    ...(probabilities.length > 0 && { probabilities: probabilities.values() }),
  })
  const slices = new Map(
    [...all.slices].map(([name, { names, numbers }]) => [name, { names, numbers: numbers.values() }] as const),
  )
  return {
    task: signature.task ?? 'classification',
    rows: rowsIn(all),
    ids: all.ids,
    identified: columns.id !== undefined,
    classes,
    labels: placed(all.labels),
    ...side(all.candidate),
    ...(all.champion && { champion: side(all.champion) }),
    ...(columns.weight !== undefined && { weight: { column: columns.weight, values: all.weights.values() } }),
    ...(columns.group !== undefined && {
      group: { column: columns.group, values: all.groups.values() },
    }),
    ...(slices.size > 0 && { slices }),
  }
}

function labelOf(
  { name, type }: ColumnDocument,
  value: string | number | null,
  row: number,
  task: Signature['task'],
  into: Gathered,
): number {
  if (value === null || Number.isNaN(value))
    throw new InputError(`row ${row} has no label in ${name}`, {
      remedy: 'Leave such rows out of the rows to judge on.',
    })
  if (task === 'multilabel') return indicatorOf(Number(value), name, row)
  const label = type === 'boolean' ? (value === 1 ? 'true' : 'false') : value
  if (task !== 'regression') return classOf(into, String(label), 'a row has the label')
  if (Number.isFinite(Number(label))) return Number(label)
  throw new InputError(`the label of row ${row} is not a finite number, and the model answers numbers`)
}

function indicatorOf(value: number, name: string, row: number): number {
  if (value === 0 || value === 1) return value
  throw new InputError(`${name} of row ${row} is neither 0 nor 1, and the model answers which labels a row has`)
}

function classOf({ classes }: Gathered, name: string, what: string): number {
  const number = classes.of(name)
  if (number !== undefined) return number
  throw new InputError(`${what} '${name}', which is none of the model's classes`, {
    remedy: `Classes: ${classes.names.join(', ')}.`,
  })
}

/** Values as text, each held once; booleans, which the engine hands over as 1 and 0, by their names. */
function gatherSlice(values: ColumnValues, { name, type }: ColumnDocument, rows: number, into: Gathered): void {
  const slice = into.slices.get(name)
  const shown = (value: string | number) => (type === 'boolean' ? (value === 1 ? 'true' : 'false') : String(value))
  for (let row = 0; row < rows; row += 1) {
    const value = values[row] ?? null
    slice?.numbers.push(numberOf(value === null || Number.isNaN(value) ? null : value, slice, shown))
  }
}

function numberOf(
  value: string | number | null,
  { known, names }: GatheredSlice,
  shown: (value: string | number) => string,
): number {
  const found = known.get(value)
  if (found !== undefined) return found
  known.set(value, names.length)
  names.push(value === null ? null : shown(value))
  return names.length - 1
}

/** @throws InputError for a weight that is not above 0: such a row says nothing, and is better left out */
function gatherWeights(values: ColumnValues, name: string, first: number, into: Growing): void {
  for (let row = 0; row < values.length; row += 1) {
    const weight = Number(values[row] ?? Number.NaN)
    if (!(weight > 0 && Number.isFinite(weight)))
      throw new InputError(`the weight of row ${first + row + 1} in ${name} is not above 0`, {
        remedy: 'Leave rows that should not count out of the rows to judge on.',
      })
    into.push(weight)
  }
}
