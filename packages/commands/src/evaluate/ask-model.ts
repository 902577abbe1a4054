import { type Dataset, openTable } from '@trainyard/dataset'
import { type PredictRequest, predictDataset } from '@trainyard/evaluation'
import { type Split, type Subject, type Target, targetColumns, targetOf } from '@trainyard/evidence'
import type { ModelPackage } from '@trainyard/model'
import { InputError } from '@trainyard/ports'
import { conditionColumns, type PredictionTable } from '@trainyard/predictions'
import { relativePath } from '../core/config-path.ts'
import type { Context } from '../core/context.ts'
import { reopenSource } from '../core/data/data.ts'
import { openBatchPredictor, openModel } from '../core/native.ts'
import { type FoundChampion, findChampion } from './champion/find.ts'
import type { Inputs } from './inputs.ts'
import type { Judged, WantedSlices } from './judged.ts'
import { besides, storedAnswers } from './rivals/stored.ts'

interface TestRows {
  readonly dataset: Dataset
  readonly split: Split | 'all'
  readonly target: Target | undefined
  readonly recorded: boolean
}

/** Runs the model, and the champion where there is one, on the rows to judge on. */
export async function askModel(inputs: Inputs, slices: WantedSlices, context: Context): Promise<Judged> {
  if (inputs.model === undefined)
    throw new InputError('no model', {
      at: { file: 'inputs', key: 'model' },
      remedy: 'Train first, or name a model, or give predictions to judge.',
    })
  const model = await openModel(inputs.model, context, inputs.target)
  const found = await findChampion(inputs.champion, inputs['first-model'], context)
  const rows = await openRows(inputs, model, context)
  try {
    const target = judgedTarget(inputs, rows, model)
    const design = designOf(inputs, rows.dataset)
    const known = evidence(rows, model, found)
    const { champion } = found
    const { dataset, split } = rows
    const question = { rows, target, model, design, data: known.data }
    const table = await ask({ ...question, champion, slices }, context)
    const ran = {
      ask: (share: Split | 'all', rival = champion) =>
        (share === split ? askBoth : askPredictors)(
          { ...question, rows: { ...rows, split: share }, champion: rival, slices: noSlices },
          context,
        ),
      model,
      ...(champion && { champion }),
      dataset,
      split,
      ...(design.id !== undefined && { id: design.id }),
    }
    return { table, target, ...known, opened: dataset, ran }
  } catch (error) {
    await rows.dataset.close()
    throw error
  }
}

/** Rows given by hand are judged whole; else the test share of the recorded dataset, and only of the one the model knows. */
async function openRows(inputs: Inputs, { document }: ModelPackage, context: Context): Promise<TestRows> {
  if (inputs.data !== undefined) {
    const { config } = context
    const types = Object.fromEntries(
      document.signature.inputs.flatMap(({ name, column }) => (column === undefined ? [] : [[name, column] as const])),
    )
    const dataset = await openTable(
      { base: config.folder, files: inputs.data.map((file) => relativePath(config, file)), types },
      context.services,
    )
    return { dataset, split: 'all', target: undefined, recorded: false }
  }
  if (inputs.dataset === undefined)
    throw new InputError('no rows to judge on', {
      at: { file: 'inputs', key: 'data' },
      remedy: 'Give rows with labels by the input data, or run validate-data first.',
    })
  const { dataset } = await reopenSource(inputs.dataset, context)
  const target = targetOf(dataset.columns.filter(({ role }) => role === 'target').map(({ name }) => name))
  if (document.dataset !== undefined && document.dataset !== dataset.sha256) {
    await dataset.close()
    throw new InputError(
      `the model was trained on another dataset: sha256:${document.dataset}, ${inputs.dataset} speaks of sha256:${dataset.sha256}`,
      { remedy: 'Train again on this data: its test rows may be among those the model has learned from.' },
    )
  }
  return { dataset, split: 'test', target, recorded: true }
}

function judgedTarget({ target }: Inputs, rows: TestRows, { document }: ModelPackage): Target {
  const { task, classes, target: told } = document.signature
  const found = target ?? rows.target ?? (task === 'multilabel' ? classes : told)
  if (found !== undefined) return found
  throw new InputError('no target', {
    at: { file: 'inputs', key: 'target' },
    remedy: 'Name the column with the labels.',
  })
}

/** Columns that name the rows, weigh them and put them together, of those the data has; a group must be there. */
function designOf({ id, weight, group }: Inputs, { columns }: Dataset): Question['design'] {
  const has = (name: string | undefined) => columns.some((column) => column.name === name)
  return {
    ...(id !== undefined && has(id) && { id }),
    ...(weight !== undefined && has(weight) && { weight }),
    ...(group !== undefined && { group }),
  }
}

interface Question {
  readonly rows: TestRows
  readonly target: Target
  readonly model: ModelPackage
  readonly champion: ModelPackage | undefined
  readonly design: Pick<PredictRequest, 'id' | 'weight' | 'group'>
  readonly slices: WantedSlices
  readonly data: Judged['data']
}

async function ask(question: Question, context: Context): Promise<PredictionTable> {
  const { dataset, split } = question.rows
  const held = await conditionColumns(dataset, split, question.slices.conditions)
  const table = await askBoth(question, context)
  const time = timeOf(question.slices, dataset)
  const slices = held.size === 0 ? {} : { slices: new Map([...(table.slices ?? []), ...held]) }
  return { ...table, ...slices, ...(time !== undefined && { time }) }
}

/** The champion is not asked where its answers to these rows are kept beside it. */
async function askBoth({ champion, ...question }: Question, context: Context): Promise<PredictionTable> {
  const asked = champion && { model: champion.document.sha256, data: question.data }
  const stored = champion && asked && (await storedAnswers(champion.folder, asked, context))
  const table = await askPredictors({ ...question, champion: stored ? undefined : champion }, context)
  if (stored === undefined) return table
  context.services.log.info("The champion's answers to these rows are stored: it is not asked again")
  return { ...table, champion: besides(table, stored, "the champion's predictions.parquet") }
}

function timeOf({ time }: WantedSlices, { columns }: Dataset): string | undefined {
  return columns.find(({ name }) => name === time)?.name
}

async function askPredictors(
  { rows, target, model, champion, design, slices }: Omit<Question, 'data'>,
  context: Context,
) {
  const predictor = await openBatchPredictor(model, context)
  const rival = champion && (await openBatchPredictor(champion, context))
  try {
    const { dataset, split } = rows
    const time = timeOf(slices, dataset)
    return await predictDataset({
      dataset,
      split,
      target,
      slices: [
        ...new Set([
          ...slices.columns,
          ...(time === undefined ? [] : [time]),
          ...mentioned(slices.expressions, dataset, target),
        ]),
      ],
      predictor,
      log: context.services.log,
      ...(rival && { champion: rival }),
      ...design,
    })
  } finally {
    await predictor.close()
    await rival?.close()
  }
}

const noSlices: WantedSlices = { columns: [], conditions: [], expressions: [] }

/** Columns whose names stand in an expression; more than it reads do no harm. */
function mentioned(expressions: readonly string[], { columns }: Dataset, target: Target): readonly string[] {
  const words = new Set(expressions.flatMap((text) => text.toLowerCase().match(/[\p{L}\d_$]+/gu) ?? []))
  const quoted = (name: string) =>
    expressions.some((text) => text.toLowerCase().includes(`"${name.replaceAll('"', '""')}"`))
  return columns
    .map(({ name }) => name)
    .filter(
      (name) => !targetColumns(target).includes(name) && (words.has(name.toLowerCase()) || quoted(name.toLowerCase())),
    )
}

function evidence(
  { dataset, split, recorded }: TestRows,
  { document }: ModelPackage,
  { champion, firstModel }: FoundChampion,
): Omit<Judged, 'table' | 'target' | 'opened' | 'ran'> {
  const count = split === 'all' ? dataset.rows : dataset.split.rows[split]
  const inputs: Subject[] = [
    { kind: 'model', name: 'model.onnx', sha256: document.sha256 },
    {
      kind: recorded ? 'dataset' : 'data',
      name: recorded ? 'dataset' : dataset.files.map((file) => file.path).join(', '),
      sha256: dataset.sha256,
    },
    ...(champion ? [{ kind: 'champion', name: 'model.onnx', sha256: champion.document.sha256 } as const] : []),
  ]
  return {
    data: { split, rows: count, sha256: dataset.sha256 },
    model: document.sha256,
    ...(champion && { champion: champion.document.sha256 }),
    ...(firstModel && { firstModel }),
    ...(recorded && { dataset: dataset.sha256 }),
    inputs,
  }
}
