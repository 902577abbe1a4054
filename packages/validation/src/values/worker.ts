import { parentPort } from 'node:worker_threads'
import { examineTexts, type Made } from './accept.ts'
import type { Reply, Request } from './protocol.ts'

/** Entry of the worker that tests values: it answers one request after the other. */
const made: Made = new Map()
let last = Promise.resolve()

parentPort?.on('message', (request: Request) => {
  last = last.then(() => answer(request))
})

async function answer({ id, test, texts }: Request): Promise<void> {
  const reply: Reply = { id, examined: await examineTexts(made, test, texts) }
  parentPort?.postMessage(reply)
}
