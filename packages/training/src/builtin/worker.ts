import { parentPort, workerData } from 'node:worker_threads'
import { InputError } from '@trainyard/ports'
import { type FittedNetwork, fit } from './network.ts'
import type { FitQuestion, FitReply, FitStart } from './protocol.ts'

/** Entry of the training worker: fits one network, then answers with it until it is closed. */
async function main(): Promise<void> {
  const network = await fitted(workerData as FitStart)
  if (network === undefined) return
  parentPort?.on('message', (question: FitQuestion) => void serve(network, question))
  const { answer: _, close: __, ...learned } = network
  reply({ kind: 'fitted', network: learned })
}

async function fitted(start: FitStart): Promise<FittedNetwork | undefined> {
  try {
    return await fit({ ...start, log: { progress: (line) => reply({ kind: 'progress', line }) } })
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    reply({ kind: 'refused', problems: error.problems })
    return undefined
  }
}

async function serve(network: FittedNetwork, question: FitQuestion): Promise<void> {
  if (question.kind === 'close') {
    await network.close()
    parentPort?.close()
    return
  }
  const { id, x, rows } = question
  reply({ kind: 'answered', id, answers: await network.answer(x, rows) })
}

function reply(message: FitReply): void {
  parentPort?.postMessage(message)
}

await main()
