import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { openLightFetch } from '@trainyard/http'
import { errorMessage, InputError, type Log } from '@trainyard/ports'
import { findFile } from '../find.ts'
import { openRepository } from '../repository.ts'
import type { FinderReply, FinderRequest, FinderStart } from './protocol.ts'

/** Entry of a thread that finds files of DVC: it hashes, fetches and writes until it is closed. */
async function main({ documents, checkout, env }: FinderStart): Promise<void> {
  const closing = new AbortController()
  const http = await openLightFetch(fetch)
  const repository = openRepository(documents, {
    env,
    fetch: (input, init) => {
      closing.signal.throwIfAborted()
      return http.fetch(input, init)
    },
    log,
    clock: {
      now: () => new Date(),
      elapsed: () => performance.now(),
      sleep: (milliseconds) => sleep(milliseconds, undefined, { signal: closing.signal }),
    },
  })
  const { progress, tell } = inSteps()
  const answer = async ({ id, file }: Find) => {
    const found = await findFile(file, checkout, { repository, progress })
    tell()
    reply({ kind: 'found', id, found })
  }
  const open = new Set<Promise<void>>()
  parentPort?.on('message', async (request: FinderRequest) => {
    if (request.kind === 'find') {
      const work = answer(request).catch((error: unknown) => reply(failure(request.id, error)))
      open.add(work)
      return work.finally(() => open.delete(work))
    }
    closing.abort()
    http.close()
    await Promise.all(open)
    parentPort?.close()
  })
}

type Find = Extract<FinderRequest, { kind: 'find' }>

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
