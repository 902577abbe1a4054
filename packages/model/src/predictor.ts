import { errorMessage, FaultError, InputError } from '@trainyard/ports'
import { answers, wantedOutputs } from './answers.ts'
import { feeds } from './feeds.ts'
import { loadRuntime, openSession, type Session } from './runtime.ts'
import { modelFailed, modelRefused, openThread, runtimeFailed } from './thread.ts'
import type { ModelPackage, Predictor } from './types.ts'

export interface InProcessOptions {
  /** Path of the entry of onnxruntime-node, as `locate('onnxruntime', …)` gives it. */
  readonly runtime: string
  /** Threads inside one operator: 1 by default, for a server; 0 takes every core, for a batch. */
  readonly threads?: number
}

export interface PredictorOptions extends InProcessOptions {
  /** The built worker: `dist/inference-worker/index.js`. */
  readonly worker: string | URL
  /**
   * ONNX Runtime phones home unless ORT_DISABLE_TELEMETRY is 1 on the main thread before any worker starts. Only entry
   * points see the environment: they set it, and pass `env.ORT_DISABLE_TELEMETRY === '1'` here.
   */
  readonly telemetryOff: boolean
  /** 60,000 by default. */
  readonly loadTimeoutMs?: number
  /** Heap of the worker, MiB, beside the memory of model and tensors; Node's own limit by default. */
  readonly memoryMb?: number
}

/**
 * Loads a model in a worker thread, so that the calling thread stays free while it computes. Close it after use.
 * @throws InputError where ONNX Runtime refuses the model
 * @throws FaultError where the worker does not come up, or telemetry is not off
 */
export async function openPredictor(model: ModelPackage, options: PredictorOptions): Promise<Predictor> {
  if (!options.telemetryOff)
    throw new FaultError('ONNX Runtime would send usage data', {
      remedy: 'Set ORT_DISABLE_TELEMETRY=1 in the environment of the process.',
    })
  const { runtime, worker, threads = 1, loadTimeoutMs = 60_000, memoryMb } = options
  return predictor(model, await openThread({ worker, runtime, model: model.onnx, threads, loadTimeoutMs, memoryMb }))
}

/** The same on the calling thread, which is blocked while the model computes: for tests. */
export async function openPredictorInProcess(model: ModelPackage, options: InProcessOptions): Promise<Predictor> {
  const runtime = await loadRuntime(options.runtime).catch((error) => {
    throw runtimeFailed(errorMessage(error))
  })
  const session = await openSession(runtime, model.onnx, options.threads ?? 1).catch((error) => {
    throw modelRefused(model.onnx, errorMessage(error))
  })
  const run: Session['run'] = (tensors, fetches) =>
    session.run(tensors, fetches).catch((error) => {
      throw modelFailed(errorMessage(error))
    })
  return predictor(model, { run, close: () => session.close() })
}

function predictor({ document, onnx }: ModelPackage, session: Session): Predictor {
  const { signature } = document
  const fetches = wantedOutputs(signature)
  if (fetches.length === 0)
    throw new InputError('the signature names no output with predictions', { at: { file: onnx, key: 'signature' } })
  return {
    signature,
    predict: async (batch) => answers(signature, await session.run(feeds(signature, batch), fetches), batch.rows),
    close: () => session.close(),
  }
}
