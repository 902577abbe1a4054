import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { errorMessage, InputError, type Log } from '@trainyard/ports'
import type { TrackedFile } from '../types.ts'
import { openFinder } from './finder.ts'
import type { FinderReply, FinderRequest, FinderStart } from './protocol.ts'

/** Entry of a thread that finds files of DVC: it hashes, fetches and writes until it is closed. */
async function main({ documents, checkout, env }: FinderStart): Promise<void> {
  const { progress, tell } = inSteps()
  const clock = {
    now: () => new Date(),
    elapsed: () => performance.now(),
    sleep: (milliseconds: number) => sleep(milliseconds, undefined, { ref: false }),
  }
  const finder = openFinder({ documents, checkout, services: { env, fetch, log, clock }, progress })
  const answer = async (id: number, file: TrackedFile) => {
    const found = await finder.find(file)
    tell()
    reply({ kind: 'found', id, found })
  }
  parentPort?.on('message', async (request: FinderRequest) => {
    if (request.kind === 'find')
      return answer(request.id, request.file).catch((error: unknown) => reply(failure(request.id, error)))
    await finder.close()
    parentPort?.close()
  })
}

function failure(id: number, error: unknown): FinderReply {
  if (error instanceof InputError) return { kind: 'refused', id, problems: error.problems }
  return { kind: 'failed', id, message: errorMessage(error) }
}
/** Progress of a mebibyte or more at a time. */
function inSteps(): { readonly progress: (bytes: number) => void; readonly tell: () => void } {
  let bytes = 0
  const tell = () => {
    if (bytes > 0) reply({ kind: 'progress', bytes })
    bytes = 0
  }
  return {
    progress: (count) => {
      bytes += count
      if (bytes >= 2 ** 20) tell()
    },
    tell,
  }
}

const log: Log = {
  info: (text) => reply({ kind: 'info', text }),
  debug: () => undefined,
  warning: (text) => reply({ kind: 'warning', text }),
  error: (text) => reply({ kind: 'warning', text }),
  progress: () => undefined,
  mask: (text) => reply({ kind: 'mask', text }),
  group: (_, work) => work(),
}

function reply(message: FinderReply): void {
  parentPort?.postMessage(message)
}

await main(workerData as FinderStart)
