import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, open, readFile } from 'node:fs/promises'
import path from 'node:path'
import { FaultError, InputError, isCode } from '@trainyard/ports'
import { failed, lastLinesOf, waitUntilReady } from '../../readiness.ts'
import type { DeployServices } from '../../types.ts'
import { endProcess, isAlive, type ProcessId, startOf } from './process-id.ts'

export interface StartOptions {
  readonly node: string
  /** Entry of the server's program. */
  readonly program: string
  /** Folder with `model.onnx` and `model.json`. */
  readonly models: string
  /** Folder that it runs in. */
  readonly folder: string
  /** Folder from which ONNX Runtime is found upwards; left out: that of the program. */
  readonly runtime?: string
  readonly host: string
  readonly port: number
  /** File that the server's own lines are written to. */
  readonly log: string
  /** File of the prediction log. */
  readonly predictions?: string
  /** Whether the server outlives this process. */
  readonly keep: boolean
}

export interface Started {
  readonly url: string
  readonly process: ProcessId
  stop(): Promise<void>
}

const limitMs = 30_000

/**
 * Starts the server that an image holds and waits until it is ready.
 * @throws FaultError with its last lines where it does not become ready
 */
export async function startServer(options: StartOptions, services: DeployServices): Promise<Started> {
  const child = await launch(options)
  const id = await identify(child, options, services)
  const stop = () => endProcess(id, services.exec, services.clock.sleep)
  const release = options.keep ? () => undefined : tieToUs(id)
  const watched = {
    isRunning: () => isAlive(id, services.exec),
    lastLines: () => lastLines(options.log),
  }
  try {
    const url = await address(options, watched, services)
    await waitUntilReady({ ...watched, url }, services, limitMs)
    return { url, process: id, stop: () => stop().finally(release) }
  } catch (error) {
    await stop()
    release()
    throw error
  }
}

async function launch(options: StartOptions): Promise<ChildProcess> {
  const { node, folder, log, keep } = options
  await mkdir(path.dirname(log), { recursive: true })
  const output = await open(log, 'w')
  try {
    const env = { NODE_ENV: 'production', ORT_DISABLE_TELEMETRY: '1' }
    const stdio = ['ignore', output.fd, output.fd] as const
    const child = spawn(node, argumentsOf(options), { cwd: folder, env, detached: keep, stdio: [...stdio] })
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject))
    child.unref()
    return child
  } catch (error) {
    throw isCode(error, 'ENOENT')
      ? new InputError(`no such program: ${node}`, { cause: error })
      : new FaultError(`could not start ${node}`, { cause: error })
  } finally {
    await output.close()
  }
}

function argumentsOf({ program, models, host, port, predictions, runtime }: StartOptions): string[] {
  const further = [...(predictions ? ['--log', predictions] : []), ...(runtime ? ['--runtime', runtime] : [])]
  return [program, '--model', models, '--host', host, '--port', String(port), ...further]
}

async function identify(child: ChildProcess, { log }: StartOptions, { exec }: DeployServices): Promise<ProcessId> {
  const pid = child.pid ?? 0
  const started = await startOf(pid, exec)
  if (started !== undefined) return { pid, started }
  throw await failed({ lastLines: () => lastLines(log) }, 'it ended at once')
}

type Watch = { isRunning(): Promise<boolean>; lastLines(): Promise<string> }

/** The server says which port it got where it was to take a free one. */
async function address({ host, port, log }: StartOptions, watched: Watch, { clock }: DeployServices): Promise<string> {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const at = (found: number | string) => `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${found}`
  if (port !== 0) return at(port)
  const start = clock.elapsed()
  while (clock.elapsed() - start < limitMs) {
    const found = / ready on \S+:(\d+) /.exec(await readFile(log, 'utf8'))?.[1]
    if (found !== undefined) return at(found)
    if (!(await watched.isRunning())) throw await failed(watched, 'it ended')
    await clock.sleep(50)
  }
  throw await failed(watched, `not ready within ${limitMs / 1000} s`)
}

async function lastLines(log: string): Promise<string> {
  return lastLinesOf(await readFile(log, 'utf8'))
}

/** A signal that ends us ends the server first. */
function tieToUs({ pid }: ProcessId): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const passOn = (signal: NodeJS.Signals) => {
    process.kill(pid, 'SIGTERM')
    release()
    process.kill(process.pid, signal)
  }
  const release = () => {
    for (const signal of signals) process.removeListener(signal, passOn)
  }
  for (const signal of signals) process.on(signal, passOn)
  return release
}
