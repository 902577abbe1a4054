import { Worker } from 'node:worker_threads'
import { errorMessage, FaultError, InputError, type Log } from '@trainyard/ports'
import type { Found } from '../find.ts'
import type { Finder } from './finder.ts'
import type { FinderReply, FinderRequest, FinderStart } from './protocol.ts'

export interface CrewOptions {
  /** The one of the thread that asks. */
  readonly own: Finder
  /** The built worker: `dist/dvc-worker/index.js`. */
  readonly worker: string
  readonly threads: number
  readonly start: FinderStart
  readonly progress: (bytes: number) => void
  readonly log: Pick<Log, 'info' | 'warning' | 'mask'>
}

/** Finders that share the work: the one that is at the fewest files gets the next. */
export function openCrew(options: CrewOptions): Finder {
  const threads = Array.from({ length: options.threads }, () => openThread(options))
  const all = [...threads, options.own].map((finder) => ({ finder, busy: 0 }))
  return {
    find: async (file) => {
      const least = all.reduce((least, each) => (each.busy < least.busy ? each : least))
      least.busy += 1
      return least.finder.find(file).finally(() => {
        least.busy -= 1
      })
    },
    close: async () => {
      await Promise.all(all.map(({ finder }) => finder.close()))
    },
  }
}

interface Waiting {
  resolve(found: Found): void
  reject(error: Error): void
}

function openThread({ worker: entry, start, progress, log }: CrewOptions): Finder {
  const worker = new Worker(entry, { workerData: start })
  const waiting = new Map<number, Waiting>()
  const take = (id: number) => {
    const found = waiting.get(id)
    waiting.delete(id)
    return found
  }
  worker.on('message', (reply: FinderReply) => {
    if (reply.kind === 'found') take(reply.id)?.resolve(reply.found)
    else if (reply.kind === 'refused') take(reply.id)?.reject(new InputError(reply.problems))
    else if (reply.kind === 'failed') take(reply.id)?.reject(new FaultError(reply.message))
    else if (reply.kind === 'progress') progress(reply.bytes)
    else log[reply.kind](reply.text)
  })
  const ended = watch(worker, waiting)
  const tell = (request: FinderRequest) => worker.postMessage(request)
  let last = 0
  return {
    find: async (file) => {
      const id = ++last
      if (ended.reason) throw ended.reason
      return new Promise<Found>((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        tell({ kind: 'find', id, file })
      })
    },
    close: async () => {
      if (ended.reason) return
      const exit = new Promise((done) => worker.once('exit', done))
      tell({ kind: 'close' })
      const late = setTimeout(() => void worker.terminate(), graceMs)
      await exit
      clearTimeout(late)
    },
  }
}

/** How long a thread may take to clear up. */
const graceMs = 10_000

/** Rejects whatever is waiting when a thread ends, and keeps the reason for what is asked later. */
function watch(worker: Worker, waiting: Map<number, Waiting>): { reason?: Error } {
  const ended: { reason?: Error } = {}
  const end = (message: string, cause?: unknown) => {
    ended.reason ??= new FaultError(message, { cause })
    for (const { reject } of waiting.values()) reject(ended.reason)
    waiting.clear()
  }
  worker.on('error', (error) =>
    end(`the thread that fetches what DVC tracks broke down: ${errorMessage(error)}`, error),
  )
  worker.on('exit', (code) => end(`the thread that fetches what DVC tracks ended with code ${code}`))
  return ended
}
