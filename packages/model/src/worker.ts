import { parentPort, workerData } from 'node:worker_threads'
import type { Reply, Request, WorkerStart } from './protocol.ts'
import { loadRuntime, openSession, type Runtime, type Session } from './runtime.ts'
import { transferable } from './tensors.ts'

/** Entry of the inference worker: loads ONNX Runtime and one model, then answers one request after the other. */
async function main(): Promise<void> {
  const { runtime, model, threads } = workerData as WorkerStart
  const loaded = await attempt('failed', () => loadRuntime(runtime))
  const session = loaded && (await attempt('refused', () => openSession(loaded satisfies Runtime, model, threads)))
  if (!session) return
  serve(session)
  reply({ kind: 'ready' })
}

async function attempt<Value>(kind: 'failed' | 'refused', work: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await work()
  } catch (error) {
    reply({ kind, message: messageOf(error) })
    return undefined
  }
}

function serve(session: Session): void {
  let last = Promise.resolve()
  parentPort?.on('message', (request: Request) => {
    last = last.then(() => (request.kind === 'close' ? close(session) : run(session, request)))
  })
}

async function run(session: Session, { id, feeds, fetches }: Extract<Request, { kind: 'run' }>): Promise<void> {
  try {
    const tensors = await session.run(feeds, fetches)
    reply({ kind: 'done', id, tensors }, transferable(tensors))
  } catch (error) {
    reply({ kind: 'wrong', id, message: messageOf(error) })
  }
}

async function close(session: Session): Promise<void> {
  await session.close()
  parentPort?.close()
}

function reply(message: Reply, moved: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, moved)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

await main()
