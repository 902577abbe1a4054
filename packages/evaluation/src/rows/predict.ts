import type { Dataset } from '@trainyard/dataset'
import { type ColumnDocument, type Signature, type Split, type Target, targetColumns } from '@trainyard/evidence'
import type { Predictor } from '@trainyard/model'
import { type Batch, InputError, type Log } from '@trainyard/ports'
import type { PredictionTable } from '@trainyard/predictions'
import {
  type Gathered,
  gatherAnswers,
  gathered,
  gatherRows,
  type RowColumns,
  rowsIn,
  type Side,
  tableOf,
} from './gather.ts'
import { expectTargets } from './targets.ts'

export interface PredictRequest {
  readonly dataset: Dataset
  readonly split: Split | 'all'
  readonly target: Target
  readonly id?: string
  /** Column with how much a row counts. */
  readonly weight?: string
  /** Column with what rows belong together. */
  readonly group?: string
  /** Columns that rules group the rows by. */
  readonly slices?: readonly string[]
  readonly predictor: Predictor
  readonly champion?: Predictor
  readonly log: Pick<Log, 'progress'>
}

/**
 * Asks the model, and the champion where there is one, for every row of a share.
 * @throws InputError where a column is missing, a label is none of the classes, or the champion has other classes
 */
export async function predictDataset(request: PredictRequest): Promise<PredictionTable> {
  const { dataset, predictor, champion } = request
  const columns = rowColumns(request)
  expectSameTask(predictor.signature, champion?.signature)
  const total = request.split === 'all' ? dataset.rows : dataset.split.rows[request.split]
  const all = gathered(predictor.signature, columns, total, champion !== undefined)
  for await (const batch of dataset.batches(request.split, wanted(request), 4096)) {
    gatherRows(batch, columns, predictor.signature.task, all)
    await gatherBatch(batch, request, all)
    request.log.progress(`${rowsIn(all)} of ${total} rows judged`)
  }
  if (all.labels.length === 0)
    throw new InputError('there are no rows to judge on', {
      remedy: 'Give test rows: data.test, or a test share in data.split.',
    })
  return tableOf(all, predictor.signature, columns)
}

/** What is wanted of each row beside the features. */
function rowColumns(request: PredictRequest): RowColumns {
  const { dataset, id, weight, group, slices = [] } = request
  return {
    targets: expectColumns(dataset, request),
    id,
    weight,
    group,
    slices: slices.map((name) => columnNamed(dataset, name)),
  }
}

function wanted(request: PredictRequest): string[] {
  const { predictor, champion, target, id, weight, group, slices = [] } = request
  return [
    ...new Set([
      ...columnsOf(predictor, request),
      ...(champion ? columnsOf(champion, request) : []),
      ...targetColumns(target),
      ...[id, weight, group].filter((name) => name !== undefined),
      ...slices,
    ]),
  ]
}

/** What a model reads. One matrix whose columns nobody named takes all features, in the order of the table. */
export function columnsOf(
  { signature }: Pick<Predictor, 'signature'>,
  { dataset, target, id }: Pick<PredictRequest, 'dataset' | 'target' | 'id'>,
): readonly string[] {
  const { features, inputs } = signature
  if (features) return features
  const matrix = inputs.length === 1 && inputs.some(({ shape }) => shape.length === 2 && shape[1] !== 1)
  if (!matrix) return inputs.map(({ name }) => name)
  return dataset.columns
    .filter(({ name, role }) => role === 'feature' && !targetColumns(target).includes(name) && name !== id)
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

function expectColumns({ columns }: Dataset, request: PredictRequest): readonly ColumnDocument[] {
  const targets = expectTargets(request.target, request.predictor.signature)
  const names = columns.map(({ name }) => name)
  const absent = wanted(request).filter((name) => !names.includes(name))
  expectOfChampion(names, request)
  const found = targets.flatMap((target) => columns.filter(({ name }) => name === target))
  if (absent.length === 0 && found.length === targets.length) return found
  throw new InputError(`the data has no column ${absent.join(', ')}`, {
    remedy: `The model reads ${columnsOf(request.predictor, request).join(', ')}; the labels are in ${targets.join(', ')}${request.slices?.length ? `; rules group by ${request.slices.join(', ')}` : ''}. The data has ${names.join(', ')}.`,
  })
}

/** A champion of other features can be asked only where the data still has them. */
function expectOfChampion(names: readonly string[], request: PredictRequest): void {
  const absent = request.champion ? columnsOf(request.champion, request).filter((name) => !names.includes(name)) : []
  if (absent.length === 0) return
  throw new InputError(`the champion reads ${absent.join(', ')}, which the data does not have`, {
    at: { file: 'trainyard.yml', key: 'evaluate.champion' },
    remedy: "Keep these columns in the test rows, or give the champion's answers to them: champion-predictions.",
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

async function gatherBatch(batch: Batch, request: PredictRequest, all: Gathered): Promise<void> {
  const { predictor, champion } = request
  const order = predictor.signature
  const ask = async (model: Predictor, side: Side) =>
    gatherAnswers(side, await model.predict(batchFor(model, batch, request)), model.signature, order, all)
  await ask(predictor, all.candidate)
  if (champion && all.champion) await ask(champion, all.champion)
}

function columnNamed({ columns }: Dataset, name: string): ColumnDocument {
  const found = columns.find((column) => column.name === name)
  if (found) return found
  throw new InputError(`the data has no column ${name}`)
}
