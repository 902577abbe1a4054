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
      const answer = await ask(worker, { id, test, texts }, timeoutMs)
      if (typeof answer === 'object') return answer
      await end()
      return { kind: 'fault', message: answer === 'late' ? tooLong(test, timeoutMs) : answer }
    },
    close: end,
  }
}

/** The answer; `late` where there is none in time, and what happened to the thread where it does not live. */
function ask(worker: Worker, request: Request, timeoutMs: number): Promise<Examined | string> {
  return new Promise((resolve) => {
    const settle = (answer: Examined | string) => {
      clearTimeout(timer)
      worker.off('message', answered).off('error', broke).off('exit', ended)
      resolve(answer)
    }
    const answered = ({ id, examined }: Reply) => {
      if (id === request.id) settle(examined)
    }
    const broke = ({ message }: Error) => settle(`the worker that tests values broke down: ${message}`)
    const ended = (code: number) => settle(`the worker that tests values ended with code ${code}`)
    const timer = setTimeout(() => settle('late'), timeoutMs)
    worker.on('message', answered).on('error', broke).on('exit', ended)
    worker.postMessage(request)
  })
}

function tooLong({ kind }: ValueTest, timeoutMs: number): string {
  const what = kind === 'regex' ? 'the regular expression goes back so often that it' : 'the test'
  return `${what} took more than ${timeoutMs / 1000} s on some values`
}
