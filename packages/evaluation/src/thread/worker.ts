import { parentPort, workerData } from 'node:worker_threads'
import { InputError } from '@trainyard/ports'
import { type Examination, examine } from '../examine.ts'
import type { Reply } from './protocol.ts'

/** Entry of the worker that measures and judges: one examination, then it ends. */
function main(): void {
  try {
    const examined = examine(workerData as Examination, (line) => reply({ kind: 'progress', line }))
    reply({ kind: 'examined', examined })
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    reply({ kind: 'refused', problems: error.problems })
  }
}

function reply(message: Reply): void {
  parentPort?.postMessage(message)
}

main()
