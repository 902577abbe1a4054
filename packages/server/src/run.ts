import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Writable } from 'node:stream'
import { openPredictor, readModelPackage } from '@trainyard/model'
import { InputError } from '@trainyard/ports'
import { createServer } from './http/server.ts'
import { createMetrics } from './metrics.ts'
import type { ServerFlags } from './options.ts'
import { openPredictionLog } from './prediction-log.ts'
import { findRuntime } from './runtime.ts'
import { createService, type Service } from './service.ts'

export interface RunOptions {
  readonly flags: ServerFlags
  /** Folder of the program. */
  readonly folder: string
  /** Whether ORT_DISABLE_TELEMETRY is set. */
  readonly telemetryOff: boolean
  readonly stdout: Writable
  /** One event a line. */
  readonly say: (line: string) => void
}

/** A server that listens and is ready. */
export interface Running {
  readonly port: number
  /** Stops to listen, answers what is under way for at most eight seconds, and writes the log. */
  stop(): Promise<void>
}

const drainMs = 8000

/**
 * Loads the model, listens at once (live), runs the model once, and is ready.
 * @throws InputError where the model, the log, the port or ONNX Runtime cannot be used
 */
export async function runServer(options: RunOptions): Promise<Running> {
  const { flags, say } = options
  const service = await openService(options)
  const server = createServer({
    service,
    maxBodyBytes: flags.maxBodyBytes,
    onFault: (message) => say(`fault ${message}`),
  })
  try {
    const port = await listen(server, flags)
    await service.warmUp()
    const { name, sha256 } = service.document
    say(`ready on http://${flags.host}:${port} with ${name} sha256:${sha256}`)
    return { port, stop: () => stop(server, service) }
  } catch (error) {
    await stop(server, service)
    throw error
  }
}

async function openService({ flags, folder, telemetryOff, stdout }: RunOptions): Promise<Service> {
  const model = await readModelPackage(flags.model)
  const metrics = createMetrics()
  const onDropped = (rows: number) => metrics.logDropped.inc(rows)
  const log = flags.log === undefined ? undefined : await openPredictionLog(flags.log, { stdout, onDropped })
  const worker = path.join(folder, '..', 'inference-worker', 'index.js')
  const predictor = await openPredictor(model, { runtime: findRuntime(flags.runtime ?? folder), worker, telemetryOff })
  const clock = { now: () => new Date() }
  return createService({ predictor, document: model.document, metrics, clock, ...(log && { log }) })
}

function listen(server: Server, { port, host }: ServerFlags): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenFailed(error, host, port)))
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })
}

function listenFailed(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new InputError(`port ${port} is taken on ${host}`, { remedy: 'Choose another: --port.' })
  return new InputError(`cannot listen on ${host}:${port}: ${error.message}`, { cause: error })
}

async function stop(server: Server, service: Service): Promise<void> {
  service.stop()
  const closed = new Promise((resolve) => server.close(resolve))
  const late = setTimeout(() => server.closeAllConnections(), drainMs)
  await closed
  clearTimeout(late)
  await service.close()
}
