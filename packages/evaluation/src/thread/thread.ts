import { Worker } from 'node:worker_threads'
import { errorMessage, FaultError, InputError, isCode, type Log } from '@trainyard/ports'
import type { Examination, Examined } from '../examine.ts'
import type { Reply } from './protocol.ts'

export interface ApartOptions {
  /** The built worker: `dist/evaluation-worker/index.js`. */
  readonly worker: string | URL
  readonly log: Pick<Log, 'progress'>
}

/**
 * Examines in a thread of its own, so that the calling thread stays free and can tell how far it is; the same question has
 * the same answer as `examine`. Arrays of a table that was asked of a model are shared, others copied; ids stay here.
 * @throws InputError as `examine` does
 * @throws FaultError where the thread breaks down
 */
export async function examineInThread(asked: Examination, { worker: entry, log }: ApartOptions): Promise<Examined> {
  const workerData: Examination = { ...asked, table: { ...asked.table, ids: [] } }
  const worker = new Worker(entry, { workerData })
  return new Promise((resolve, reject) => {
    worker.on('error', (error) => reject(crashed(error)))
    worker.on('exit', (code) => reject(new FaultError(`the evaluation worker ended with code ${code}`)))
    worker.on('message', (reply: Reply) => {
      if (reply.kind === 'progress') log.progress(reply.line)
      else if (reply.kind === 'refused') reject(new InputError(reply.problems))
      else resolve(reply.examined)
    })
  })
}

function crashed(error: unknown): FaultError {
  const what = isCode(error, 'ERR_WORKER_OUT_OF_MEMORY') ? 'ran out of memory' : 'broke down'
  return new FaultError(`the evaluation worker ${what}: ${errorMessage(error)}`, { cause: error })
}
