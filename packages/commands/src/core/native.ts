import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Target } from '@trainyard/evidence'
import { type ModelPackage, modelFromOnnx, openPredictor, type Predictor, readModelPackage } from '@trainyard/model'
import { locate } from '@trainyard/native'
import { InputError } from '@trainyard/ports'
import type { Context } from './context.ts'
import { exists } from './context.ts'

/**
 * A model given as a folder with `model.json`, or as a bare ONNX file.
 * @param target what a bare file answers, where that is known
 */
export async function openModel(
  given: string,
  { config, services: { clock } }: Context,
  target: Target | undefined = config.data?.target,
): Promise<ModelPackage> {
  if (!(await exists(given)))
    throw new InputError(`no such file: ${given}`, {
      at: { file: 'inputs', key: 'model' },
      remedy: 'Train first, or name a folder with model.onnx, or an ONNX file.',
    })
  if ((await stat(given)).isDirectory()) return readModelPackage(given)
  return modelFromOnnx(given, { clock, ...(typeof target === 'object' && { labels: target }) })
}

/** A graph of thousands of inputs takes its time on a busy machine, and nobody waits for an answer meanwhile. */
const batchLoadMs = 600_000

/** Loads a model into the inference worker, over all cores. */
export async function openBatchPredictor(model: ModelPackage, { services }: Context): Promise<Predictor> {
  const { entry } = await locate('onnxruntime', services)
  return openPredictor(model, {
    runtime: entry,
    worker: path.join(services.dist, 'inference-worker', 'index.js'),
    threads: 0,
    loadTimeoutMs: batchLoadMs,
    telemetryOff: services.env['ORT_DISABLE_TELEMETRY'] === '1',
  })
}
