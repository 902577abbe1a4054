import type { Dataset } from '@trainyard/dataset'
import type { ColumnDocument, Signature, Split } from '@trainyard/evidence'
import type { Predictions, Predictor } from '@trainyard/model'
import { type Batch, InputError, type Log } from '@trainyard/ports'
import type { PredictionTable } from '@trainyard/predictions'

export interface PredictRequest {
  readonly dataset: Dataset
  readonly split: Split | 'all'
  readonly target: string
  readonly id?: string
  /** Columns that rules group the rows by. */
  readonly slices?: readonly string[]
  readonly predictor: Predictor
  readonly champion?: Predictor
  readonly log: Pick<Log, 'progress'>
}

/** Labels and answers as they are gathered, batch by batch. */
interface Gathered {
  readonly ids: string[]
  readonly identified: boolean
  readonly labels: (string | number)[]
  readonly slices: ReadonlyMap<string, (string | null)[]>
  readonly candidate: Side
  readonly champion: Side | undefined
}

interface Side {
  readonly predictions: (string | number)[]
  readonly probabilities: number[]
}

/**
 * Asks the model, and the champion where there is one, for every row of a share.
 * @throws InputError where a column is missing, a label is none of the classes, or the champion has other classes
 */
export async function predictDataset(request: PredictRequest): Promise<PredictionTable> {
  const { dataset, predictor, champion } = request
  const target = expectColumns(dataset, request)
  expectSameTask(predictor.signature, champion?.signature)
  const total = request.split === 'all' ? dataset.rows : dataset.split.rows[request.split]
  const gathered: Gathered = {
    ids: [],
    identified: request.id !== undefined,
    labels: [],
    slices: new Map((request.slices ?? []).map((name) => [name, []])),
    candidate: emptySide(),
    champion: champion && emptySide(),
  }
  for await (const batch of dataset.batches(request.split, wanted(request), 4096)) {
    await gatherBatch(batch, target, request, gathered)
    request.log.progress(`${gathered.labels.length} of ${total} rows judged`)
  }
  if (gathered.labels.length === 0)
    throw new InputError('there are no rows to judge on', {
      remedy: 'Give test rows: data.test, or a test share in data.split.',
    })
  return tableOf(gathered, predictor.signature)
}

function emptySide(): Side {
  return { predictions: [], probabilities: [] }
}

function wanted(request: PredictRequest): string[] {
  const { predictor, champion, target, id, slices = [] } = request
  return [
    ...new Set([
      ...columnsOf(predictor, request),
      ...(champion ? columnsOf(champion, request) : []),
      target,
      ...(id === undefined ? [] : [id]),
      ...slices,
    ]),
  ]
}

/** What a model reads. One matrix whose columns nobody named takes all features, in the order of the table. */
function columnsOf({ signature }: Predictor, { dataset, target, id }: PredictRequest): readonly string[] {
  const { features, inputs } = signature
  if (features) return features
  const matrix = inputs.length === 1 && inputs.some(({ shape }) => shape.length === 2 && shape[1] !== 1)
  if (!matrix) return inputs.map(({ name }) => name)
  return dataset.columns
    .filter(({ name, role }) => role === 'feature' && name !== target && name !== id)
    .map(({ name }) => name)
}

/** Only the model's own columns, so that a label never reaches it. */
function batchFor(predictor: Predictor, batch: Batch, request: PredictRequest): Batch {
  const own = columnsOf(predictor, request)
  const columns = new Map(
    own.flatMap((name) => {
      const values = batch.columns.get(name)
      return values ? [[name, values] as const] : []
    }),
  )
  return { rows: batch.rows, columns }
}

function expectColumns({ columns }: Dataset, request: PredictRequest): ColumnDocument {
  const names = columns.map(({ name }) => name)
  const absent = wanted(request).filter((name) => !names.includes(name))
  const target = columns.find(({ name }) => name === request.target)
  if (absent.length === 0 && target) return target
  throw new InputError(`the data has no column ${absent.join(', ')}`, {
    remedy: `The model reads ${columnsOf(request.predictor, request).join(', ')}; the labels are in ${request.target}${request.slices?.length ? `; rules group by ${request.slices.join(', ')}` : ''}. The data has ${names.join(', ')}.`,
  })
}

function expectSameTask(candidate: Signature, champion: Signature | undefined): void {
  if (champion === undefined) return
  if (
    candidate.task === champion.task &&
    [...(candidate.classes ?? [])].sort().join('\0') === [...(champion.classes ?? [])].sort().join('\0')
  )
    return
  throw new InputError('the champion answers something else than the model', {
    at: { file: 'trainyard.yml', key: 'evaluate.champion' },
    remedy: `The model: ${described(candidate)}. The champion: ${described(champion)}.`,
  })
}

function described({ task, classes }: Signature): string {
  return `${task ?? 'unknown task'}${classes ? ` of ${classes.join(', ')}` : ''}`
}

async function gatherBatch(
  batch: Batch,
  target: ColumnDocument,
  request: PredictRequest,
  gathered: Gathered,
): Promise<void> {
  const { predictor, champion, id } = request
  const labels = batch.columns.get(target.name) ?? []
  const first = gathered.labels.length
  for (let row = 0; row < batch.rows; row += 1) {
    gathered.ids.push(String(id === undefined ? first + row + 1 : (batch.columns.get(id)?.[row] ?? '')))
    gathered.labels.push(labelOf(target, labels[row] ?? null, first + row + 1))
  }
  for (const [name, values] of gathered.slices) gatherSlice(batch, columnNamed(request.dataset, name), values)
  append(
    gathered.candidate,
    await predictor.predict(batchFor(predictor, batch, request)),
    predictor.signature,
    predictor.signature,
  )
  if (champion && gathered.champion)
    append(
      gathered.champion,
      await champion.predict(batchFor(champion, batch, request)),
      champion.signature,
      predictor.signature,
    )
}

/** Values as text; booleans, which the engine hands over as 1 and 0, by their names. */
function gatherSlice(batch: Batch, { name, type }: ColumnDocument, into: (string | null)[]): void {
  const values = batch.columns.get(name) ?? []
  for (let row = 0; row < batch.rows; row += 1) {
    const value = values[row] ?? null
    if (value === null || Number.isNaN(value)) into.push(null)
    else into.push(type === 'boolean' ? (value === 1 ? 'true' : 'false') : String(value))
  }
}

function columnNamed({ columns }: Dataset, name: string): ColumnDocument {
  const found = columns.find((column) => column.name === name)
  if (found) return found
  throw new InputError(`the data has no column ${name}`)
}

function labelOf({ name, type }: ColumnDocument, value: string | number | null, row: number): string | number {
  if (value === null || Number.isNaN(value))
    throw new InputError(`row ${row} has no label in ${name}`, {
      remedy: 'Leave such rows out of the rows to judge on.',
    })
  return type === 'boolean' ? (value === 1 ? 'true' : 'false') : value
}

/** Probabilities are put into the order of the candidate's classes. */
function append(side: Side, answers: Predictions, own: Signature, order: Signature): void {
  for (const answer of answers.labels ?? answers.values ?? []) side.predictions.push(answer)
  const classes = own.classes ?? []
  if (answers.probabilities === undefined) return
  const places = (order.classes ?? []).map((name) => classes.indexOf(name))
  for (let row = 0; row < answers.rows; row += 1) {
    for (const place of places)
      side.probabilities.push(answers.probabilities[row * classes.length + place] ?? Number.NaN)
  }
}

function tableOf(
  { ids, identified, labels, slices, candidate, champion }: Gathered,
  signature: Signature,
): PredictionTable {
  const classes = classesOf(signature, labels, candidate.predictions)
  const side = ({ predictions, probabilities }: Side) => ({
    predictions:
      signature.task === 'regression'
        ? Float64Array.from(predictions, Number)
        : indices(predictions, classes, 'the model answers'),
    ...(probabilities.length > 0 && { probabilities: Float64Array.from(probabilities) }),
  })
  return {
    task: signature.task ?? 'classification',
    rows: labels.length,
    ids,
    identified,
    classes,
    labels: signature.task === 'regression' ? numbers(labels) : indices(labels, classes, 'a row has the label'),
    ...side(candidate),
    ...(champion && { champion: side(champion) }),
    ...(slices.size > 0 && { slices }),
  }
}

function classesOf(
  { task, classes }: Signature,
  labels: readonly (string | number)[],
  predictions: readonly (string | number)[],
): readonly string[] {
  if (task === 'regression') return []
  return classes ?? [...new Set([...labels, ...predictions].map(String))].sort()
}

function numbers(labels: readonly (string | number)[]): Float64Array {
  const values = Float64Array.from(labels, Number)
  const row = values.findIndex((value) => !Number.isFinite(value))
  if (row >= 0)
    throw new InputError(`the label of row ${row + 1} is not a finite number, and the model answers numbers`)
  return values
}

function indices(values: readonly (string | number)[], classes: readonly string[], what: string): Float64Array {
  const index = new Map(classes.map((name, at) => [name, at]))
  return Float64Array.from(values, (value) => {
    const at = index.get(String(value))
    if (at !== undefined) return at
    throw new InputError(`${what} '${value}', which is none of the model's classes`, {
      remedy: `Classes: ${classes.join(', ')}.`,
    })
  })
}
