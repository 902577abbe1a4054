import { Worker } from 'node:worker_threads'
import { errorMessage, FaultError, InputError, isCode } from '@trainyard/ports'
import type { FitRequest, FittedNetwork } from './network.ts'
import type { FitQuestion, FitReply } from './protocol.ts'

/**
 * Fits in a thread of its own, so that several fits use several cores; the same request gives the same bytes as `fit`.
 * @param entry the built worker: `dist/fit-worker/index.js`
 * @throws InputError as `fit` does
 * @throws FaultError where the thread breaks down
 */
export async function fitApart({ log, ...start }: FitRequest, entry: string): Promise<FittedNetwork> {
  const worker = new Worker(entry, { workerData: start })
  const waiting = new Map<number, (answers: Float32Array) => void>()
  const ended = new Promise<never>((_, reject) => {
    worker.on('error', (error) => reject(crashed(error)))
    worker.on('exit', (code) => reject(new FaultError(`the training worker ended with code ${code}`)))
  })
  ended.catch(() => undefined)
  const fitted = new Promise<Learned>((resolve, reject) => {
    worker.on('message', (message: FitReply) => {
      if (message.kind === 'progress') log.progress(message.line)
      else if (message.kind === 'fitted') resolve(message.network)
      else if (message.kind === 'refused') reject(new InputError(message.problems))
      else waiting.get(message.id)?.(message.answers)
    })
  })
  const learned = await Promise.race([fitted, ended])
  return { ...learned, ...remote(worker, waiting, ended) }
}

type Learned = Extract<FitReply, { kind: 'fitted' }>['network']

function remote(
  worker: Worker,
  waiting: Map<number, (answers: Float32Array) => void>,
  ended: Promise<never>,
): Pick<FittedNetwork, 'answer' | 'close'> {
  let id = 0
  const ask = (question: FitQuestion) => worker.postMessage(question)
  return {
    answer: (x, rows) => {
      id += 1
      const own = id
      const answered = new Promise<Float32Array>((resolve) => waiting.set(own, resolve))
      ask({ kind: 'answer', id: own, x, rows })
      return Promise.race([answered, ended]).finally(() => waiting.delete(own))
    },
    close: async () => {
      ask({ kind: 'close' })
      await ended.catch(() => undefined)
    },
  }
}

function crashed(error: unknown): FaultError {
  const what = isCode(error, 'ERR_WORKER_OUT_OF_MEMORY') ? 'ran out of memory' : 'broke down'
  return new FaultError(`the training worker ${what}: ${errorMessage(error)}`, { cause: error })
}
