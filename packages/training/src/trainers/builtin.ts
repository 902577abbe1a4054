import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { toolVersion } from '@trainyard/evidence'
import { type ModelPackage, packageModel } from '@trainyard/model'
import { InputError } from '@trainyard/ports'
import { type ColumnEncoding, learnEncodings } from '../builtin/encoding.ts'
import { refuseInfinite } from '../builtin/finite.ts'
import { exportOnnx } from '../builtin/graph.ts'
import { loadMatrix } from '../builtin/matrix.ts'
import { type FittedNetwork, fit } from '../builtin/network.ts'
import { type BuiltinParams, builtinParams } from '../builtin/params.ts'
import { checkParity } from '../builtin/parity.ts'
import { learnTarget, type Target } from '../builtin/target.ts'
import type { TrainedModel, Trainer, TrainRequest, TrainServices } from '../types.ts'

/** Above this TensorFlow.js takes minutes: it learns about 21,000 rows a second and epoch. */
const MANY_ROWS = 200_000

/** TensorFlow.js on imputed, standardised and one-hot encoded columns: a linear model or a small network. */
export const builtin: Trainer = {
  name: 'built-in',
  takes: ({ run }) => run === undefined,
  train: trainBuiltin,
}

async function trainBuiltin(request: TrainRequest, services: TrainServices): Promise<TrainedModel> {
  const params = builtinParams(request.params)
  const learned = oneTarget(request)
  warnOfSize(request, services)
  await refuseInfinite(request.dataset)
  const encodings = await learnEncodings(request.dataset, params.max_categories)
  if (encodings.length === 0)
    throw new InputError('no column to learn from', {
      remedy: 'Every column is the target, ignored, or without a value.',
    })
  const target = await learnTarget(request.dataset, learned, params)
  const network = await fitNetwork(request, services, params, encodings, target)
  try {
    const model = await exportModel(request, services, encodings, network, target)
    const difference = await compareWithRuntime(request, encodings, target, network, model)
    return described(params, network, model, difference)
  } finally {
    await network.close()
  }
}

function oneTarget({ target }: TrainRequest): string {
  if (typeof target === 'string') return target
  throw new InputError(`the built-in trainer learns one target, and data.target names ${target.length}`, {
    at: { file: 'trainyard.yml', key: 'data.target' },
    remedy: 'Name a script: train.run, see docs/reference/several-labels.md.',
  })
}

function warnOfSize({ dataset }: TrainRequest, { log }: TrainServices): void {
  if (dataset.split.rows.train <= MANY_ROWS) return
  log.warning(
    `${dataset.split.rows.train} rows are many for the built-in trainer: it learns about 21,000 rows a second and epoch. For more, name a script: train.run.`,
  )
}

async function fitNetwork(
  request: TrainRequest,
  { log }: TrainServices,
  params: BuiltinParams,
  encodings: readonly ColumnEncoding[],
  target: Target,
): Promise<FittedNetwork> {
  const train = await loadMatrix(request.dataset, 'train', encodings, target)
  const validation = await loadMatrix(request.dataset, 'validation', encodings, target)
  const classification = target.task === 'classification'
  const work = { train, validation, classification, params, seed: request.seed, log }
  return request.worker === undefined
    ? fit(work)
    : (await import('../builtin/thread.ts')).fitApart(work, request.worker)
}

async function exportModel(
  request: TrainRequest,
  { clock }: TrainServices,
  encodings: readonly ColumnEncoding[],
  network: FittedNetwork,
  target: Target,
): Promise<ModelPackage> {
  const { bytes, signature } = exportOnnx(encodings, network.layers, target, toolVersion)
  const folder = await mkdtemp(path.join(tmpdir(), 'trainyard-'))
  try {
    const onnx = path.join(folder, 'model.onnx')
    await writeFile(onnx, bytes)
    const { name, datasetDigest: dataset, inputs } = request
    return await packageModel(
      { onnx, name, signature, framework: 'TensorFlow.js', dataset, inputs, clock },
      request.out,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function compareWithRuntime(
  request: TrainRequest,
  encodings: readonly ColumnEncoding[],
  target: Target,
  network: FittedNetwork,
  model: ModelPackage,
): Promise<number> {
  const predictor = await request.open(model)
  try {
    return await checkParity(request.dataset, encodings, target, network, predictor)
  } finally {
    await predictor.close()
  }
}

function described(
  params: BuiltinParams,
  network: FittedNetwork,
  model: ModelPackage,
  difference: number,
): TrainedModel {
  const judged = network.metrics.some(({ name }) => name === 'val_loss') ? 'validation loss' : 'loss'
  return {
    model,
    summary: `built-in ${params.model}, ${network.epochs} epochs, ${judged} ${network.loss.toFixed(3)}`,
    parameters: { ...params },
    environment: {
      trainer: 'TensorFlow.js layers',
      backend: network.backend,
      'greatest difference to ONNX Runtime': difference.toExponential(2),
    },
    metrics: network.metrics,
  }
}
