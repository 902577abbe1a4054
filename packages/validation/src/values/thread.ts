import { Worker } from 'node:worker_threads'
import type { Reply, Request } from './protocol.ts'
import type { Examined, Examiner, ValueTest } from './types.ts'

export interface ExaminerOptions {
  /** The built worker: `dist/value-worker/index.js`. */
  readonly worker: string | URL
  /** Time for one batch of values; 10,000 by default. */
  readonly timeoutMs?: number
}

/** Tests values in a thread of its own, which starts when it is first needed and is ended where a test takes too long. */
export function openExaminer({ worker: entry, timeoutMs = 10_000 }: ExaminerOptions): Examiner {
  let worker: Worker | undefined
  let id = 0
  const end = async () => {
    const ending = worker
    worker = undefined
    await ending?.terminate()
  }
  return {
    examine: async (test, texts) => {
      worker ??= new Worker(entry)
      id += 1
      const examined = await ask(worker, { id, test, texts }, timeoutMs)
      if (examined !== undefined) return examined
      await end()
      return { kind: 'fault', message: tooLong(test, timeoutMs) }
    },
    close: end,
  }
}

/** The answer; undefined where there is none in time. */
function ask(worker: Worker, request: Request, timeoutMs: number): Promise<Examined | undefined> {
  return new Promise((resolve) => {
    const settle = (examined: Examined | undefined) => {
      clearTimeout(timer)
      worker.removeAllListeners()
      resolve(examined)
    }
    const timer = setTimeout(() => settle(undefined), timeoutMs)
    worker.on('message', ({ id, examined }: Reply) => {
      if (id === request.id) settle(examined)
    })
    worker.on('error', (error) =>
      settle({ kind: 'fault', message: `the worker that tests values broke down: ${error.message}` }),
    )
    worker.on('exit', (code) =>
      settle({ kind: 'fault', message: `the worker that tests values ended with code ${code}` }),
    )
    worker.postMessage(request)
  })
}

function tooLong({ kind }: ValueTest, timeoutMs: number): string {
  const what = kind === 'regex' ? 'the regular expression goes back so often that it' : 'the test'
  return `${what} took more than ${timeoutMs / 1000} s on some values`
}
