import { Worker } from 'node:worker_threads'
import { errorMessage, FaultError, InputError, isCode } from '@trainyard/ports'
import type { Reply, WorkerStart } from './protocol.ts'
import type { Session } from './runtime.ts'
import { type PlainTensor, transferable } from './tensors.ts'

export interface ThreadOptions extends WorkerStart {
  /** The built worker: `dist/inference-worker/index.js`. */
  readonly worker: string | URL
  readonly loadTimeoutMs: number
  /** Heap of the thread, MiB; the tensors and the model lie outside it. */
  readonly memoryMb?: number | undefined
}

interface Waiting {
  resolve(tensors: PlainTensor[]): void
  reject(error: Error): void
}

/**
 * Opens a model in a thread of its own.
 * @throws InputError where ONNX Runtime refuses the model
 * @throws FaultError where the thread does not come up
 */
export async function openThread(options: ThreadOptions): Promise<Session> {
  const { worker: entry, runtime, model, threads, memoryMb } = options
  const workerData: WorkerStart = { runtime, model, threads }
  const limits = memoryMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: memoryMb } }
  const worker = new Worker(entry, { workerData, ...limits })
  const waiting = new Map<number, Waiting>()
  const lost = watch(worker, waiting)
  try {
    await ready(worker, options)
  } catch (error) {
    await worker.terminate()
    throw error
  }
  return session(worker, waiting, lost)
}

/** Rejects whatever is waiting when the thread ends, and keeps the reason for later calls. */
function watch(worker: Worker, waiting: Map<number, Waiting>): { reason?: Error } {
  const lost: { reason?: Error } = {}
  const end = (reason: Error) => {
    lost.reason ??= reason
    for (const { reject } of waiting.values()) reject(lost.reason)
    waiting.clear()
  }
  worker.on('error', (error) => end(crashed(error)))
  worker.on('exit', (code) => end(new FaultError(`the inference worker ended with code ${code}`)))
  worker.on('message', (reply: Reply) => settle(waiting, reply))
  return lost
}

function settle(waiting: Map<number, Waiting>, reply: Reply): void {
  if (reply.kind !== 'done' && reply.kind !== 'wrong') return
  const call = waiting.get(reply.id)
  waiting.delete(reply.id)
  if (reply.kind === 'done') call?.resolve([...reply.tensors])
  else call?.reject(modelFailed(reply.message))
}

function ready(worker: Worker, { model, loadTimeoutMs }: ThreadOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new FaultError(`the model was not loaded within ${loadTimeoutMs / 1000} s: ${model}`))
    const timer = setTimeout(late, loadTimeoutMs)
    const fail = (error: Error) => {
      clearTimeout(timer)
      reject(error)
    }
    worker.once('error', (error) => fail(crashed(error)))
    worker.once('exit', (code) => fail(new FaultError(`the inference worker ended with code ${code} while loading`)))
    worker.once('message', (reply: Reply) => {
      if (reply.kind === 'refused') return fail(modelRefused(model, reply.message))
      if (reply.kind === 'failed') return fail(runtimeFailed(reply.message))
      clearTimeout(timer)
      resolve()
    })
  })
}

function session(worker: Worker, waiting: Map<number, Waiting>, lost: { reason?: Error }): Session {
  let id = 0
  return {
    run: (feeds, fetches) =>
      new Promise((resolve, reject) => {
        if (lost.reason) return reject(lost.reason)
        id += 1
        waiting.set(id, { resolve, reject })
        worker.postMessage({ kind: 'run', id, feeds, fetches }, transferable(feeds))
      }),
    close: async () => {
      if (lost.reason) return
      const ended = new Promise((resolve) => worker.once('exit', resolve))
      worker.postMessage({ kind: 'close' })
      await ended
    },
  }
}

/** ONNX Runtime would not take the model. */
export function modelRefused(model: string, reason: string): InputError {
  return new InputError(`ONNX Runtime refuses the model: ${reason}`, {
    at: { file: model },
    remedy: 'Export it with operators and an opset that ONNX Runtime 1.30 knows.',
  })
}

/** The model was loaded, and broke on some rows. */
export function modelFailed(reason: string): InputError {
  return new InputError(`the model failed on these rows: ${reason}`)
}

/** ONNX Runtime itself does not load. */
export function runtimeFailed(reason: string): FaultError {
  return new FaultError(`ONNX Runtime could not be loaded: ${reason}`)
}

function crashed(error: unknown): FaultError {
  const what = isCode(error, 'ERR_WORKER_OUT_OF_MEMORY') ? 'ran out of memory' : 'broke down'
  return new FaultError(`the inference worker ${what}: ${errorMessage(error)}`, { cause: error })
}
