import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Dataset } from '@trainyard/dataset'
import type { ColumnDocument, ParityDocument, Signature } from '@trainyard/evidence'
import { inferSignature, type ModelPackage, packageModel } from '@trainyard/model'
import { readOnnx } from '@trainyard/onnx'
import { InputError } from '@trainyard/ports'
import { labelsOf } from '../builtin/target.ts'
import { convert } from '../conversion/convert.ts'
import { findLeft, type Left, type Original } from '../conversion/left.ts'
import { toldSignature } from '../conversion/signature.ts'
import { checkParity } from '../parity/check.ts'
import { parityRows, writeRows } from '../parity/rows.ts'
import { sortedClasses, taskOf } from '../task.ts'
import type { TrainRequest, TrainServices } from '../types.ts'
import { interpreterOf } from './interpreter.ts'

/** What errors call the model: the command's own folder has a name that nobody knows. */
const shown = 'TRAINYARD_OUT/model.onnx'
/** Classes that an error tells. */
const MOST_TOLD = 10

/** A model, packed, and what is known of where it came from; no model, where it answers otherwise than its original. */
export type Packed = { readonly environment: Readonly<Record<string, string>> } & (
  | { readonly model: ModelPackage; readonly parity?: ParityDocument }
  | { readonly model?: undefined; readonly parity: ParityDocument }
)

/**
 * Packs the model that the command left: as it is, or converted and compared with the original.
 * @param work folder of our own, for what lies in between
 * @throws InputError where it left none, or none that can be used
 */
export async function packLeftModel(
  request: TrainRequest,
  { out, work }: { readonly out: string; readonly work: string },
  services: TrainServices,
): Promise<Packed> {
  const left = await findLeft(out)
  if (left.original) return packConverted(request, { ...left, original: left.original }, { out, work }, services)
  const model = await packOnnx(request, left.onnx ?? '', request.out, services)
  return { model, environment: {} }
}

/** Compares before it packs, so that a model that differs is never where a model is looked for. */
async function packConverted(
  request: TrainRequest,
  left: Left & { readonly original: Original },
  { out, work }: { readonly out: string; readonly work: string },
  services: TrainServices,
): Promise<Packed> {
  const told = await toldSignature(out)
  const columns = request.dataset.columns.filter(({ role }) => role !== 'ignore' && role !== 'target')
  const rows = await parityRows(
    request.dataset,
    columns.map(({ name }) => name),
  )
  const rowsFile = path.join(work, 'rows.jsonl')
  await writeRows(rows, rowsFile)
  const interpreter = interpreterOf(request.run ?? '', request.python, request.folder)
  const labels = labelsOfTarget(request, told.classes)
  const classes = labels ? undefined : (told.classes ?? (await targetClasses(request)))
  const asked = { ...left, interpreter, work, columns, features: told.features, classes, labels, rows: rowsFile }
  const converted = await convert(asked, request, services)
  await expectKnownClasses(converted.classes, request)
  const draft = await packOnnx(request, converted.onnx, path.join(work, 'model'), services, converted.framework)
  const { answers, traits, framework, converter } = converted
  const question = { name: left.original.name, rows, answers, traits, classes: converted.classes }
  const parity = await checkParity(question, draft, request)
  const environment = { framework, ...(converter !== undefined && { converter }) }
  if (parity.worst) return { parity, environment }
  return { model: await packOnnx(request, draft.onnx, request.out, services, framework), parity, environment }
}

/**
 * The labels of which a row may have several, in the order of the model's answers; undefined where it has one.
 * @param told their order, where the command says so
 * @throws InputError where that names others
 */
function labelsOfTarget({ target }: TrainRequest, told?: readonly string[]): readonly string[] | undefined {
  if (typeof target === 'string') return undefined
  if (!told || [...told].sort().join('\0') === [...target].sort().join('\0')) return told ?? target
  throw new InputError(`the labels are ${told.join(', ')}, and data.target names ${target.join(', ')}`, {
    at: { file: 'TRAINYARD_OUT/signature.json', key: 'classes' },
    remedy: 'Name the columns of data.target, in the order of what the model answers.',
  })
}

/** @throws InputError where the model answers with what is no label of the table */
async function expectKnownClasses(classes: readonly string[] | null, request: TrainRequest): Promise<void> {
  const column = request.dataset.columns.find(({ name }) => name === request.target)
  if (classes === null || column === undefined) return
  const labels = await trainingLabels(request.dataset, column)
  if (classes.every((name) => labels.has(name))) return
  const known = sortedClasses(column.type, labels).slice(0, MOST_TOLD).join(', ')
  throw new InputError(
    `the model knows the classes ${classes.slice(0, MOST_TOLD).join(', ')}, and ${column.name} holds ${known}`,
    { at: { file: 'trainyard.yml', key: 'train.run' }, remedy: 'Learn from the labels as they are in the table.' },
  )
}

async function packOnnx(
  request: TrainRequest,
  onnx: string,
  folder: string,
  { clock }: TrainServices,
  framework?: string,
): Promise<ModelPackage> {
  const { name, datasetDigest: dataset, inputs, target } = request
  const labels = typeof target === 'string' ? undefined : target
  const inferred = inferSignature(readOnnx(await readFile(onnx), shown), shown, labels)
  const signature = await completed(inferred, request)
  return packageModel({ onnx, shown, name, signature, dataset, inputs, clock, ...(framework && { framework }) }, folder)
}

/** What the graph does not say is taken from the data: the target, the task, and the classes in scikit-learn's order. */
async function completed(inferred: Signature, { dataset, target }: TrainRequest): Promise<Signature> {
  if (typeof target !== 'string') return inferred
  if (inferred.task === 'multilabel')
    throw new InputError(
      `the model answers ${inferred.classes?.length} labels a row, and data.target names one column`,
      {
        at: { file: 'trainyard.yml', key: 'data.target' },
        remedy: `Name the columns of its labels: target: [${inferred.classes?.join(', ')}].`,
      },
    )
  const column = dataset.columns.find(({ name }) => name === target)
  if (column === undefined) return inferred
  const labels = await trainingLabels(dataset, column)
  const task =
    inferred.task ?? (inferred.probabilities === undefined ? taskOf(column.type, labels.size) : 'classification')
  const classes = inferred.classes ?? (task === 'classification' ? sortedClasses(column.type, labels) : undefined)
  return { ...inferred, task, target, ...(classes && { classes }) }
}

/** The classes of the training rows, in scikit-learn's order; undefined where the target is a quantity. */
async function targetClasses({ dataset, target }: TrainRequest): Promise<readonly string[] | undefined> {
  const column = dataset.columns.find(({ name }) => name === target)
  if (column === undefined) return undefined
  const labels = await trainingLabels(dataset, column)
  return taskOf(column.type, labels.size) === 'classification' ? sortedClasses(column.type, labels) : undefined
}

async function trainingLabels(dataset: Dataset, column: ColumnDocument): Promise<ReadonlySet<string>> {
  const labels = new Set<string>()
  for await (const label of labelsOf(dataset, column, 'train')) labels.add(label)
  return labels
}
