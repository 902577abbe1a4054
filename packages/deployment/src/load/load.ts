import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Batch, FaultError } from '@trainyard/ports'
import { describe, inferencePath, inferenceRequest } from '../client.ts'
import { type Started, startServer } from '../targets/local/start.ts'
import type { DeployServices } from '../types.ts'
import { type Connection, openConnection } from './connection.ts'
import { peakMemory } from './memory.ts'
import { askInTurns, type TurnPlan } from './turns.ts'
import { type ProcessorTime, processorTime, waitedShare } from './waited.ts'

/** A model to serve. */
export interface ServedModel {
  readonly name: string
  /** Folder with `model.onnx` and `model.json`. */
  readonly folder: string
  /** Rows that are sent, one a request; each is a batch of one row. */
  readonly rows: readonly Batch[]
}

export interface LoadPlan extends TurnPlan {
  readonly models: readonly ServedModel[]
  /** Node, the server's program, and a folder from which ONNX Runtime is found upwards. */
  readonly node: string
  readonly program: string
  readonly runtime: string
}

/** What was measured of one server. */
export interface Measurement {
  /** Milliseconds of each request, in the order of the turns. */
  readonly latencies: Float64Array
  /** Most memory that its process held, bytes; unknown on some systems. */
  readonly memory?: number
  /** Share of its time in which it could have run and had no processor, 0 … 1; unknown on some systems. */
  readonly waited?: number
}

/**
 * Starts a server a model, as an image does, on this machine alone, and asks them in turns over connections that stay open.
 * @throws FaultError where one does not start or does not answer
 */
export async function measureLoad(plan: LoadPlan, services: DeployServices): Promise<readonly Measurement[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'trainyard-load-'))
  const open: Opened[] = []
  try {
    for (const model of plan.models) open.push(await openServer(model, folder, plan, services))
    const before = await Promise.all(open.map(({ started }) => processorTime(started.process.pid)))
    const taken = await askInTurns(
      open.map(({ ask }) => ask),
      plan,
      services.clock,
    )
    return await Promise.all(
      open.map((server, at) => measurement(server, taken[at] ?? new Float64Array(), before[at], services)),
    )
  } finally {
    await Promise.all(open.map(closeServer))
    await rm(folder, { recursive: true, force: true })
  }
}

interface Opened {
  readonly started: Started
  readonly connection: Connection
  readonly ask: (turn: number) => Promise<void>
}

async function openServer(
  { name, folder: models, rows }: ServedModel,
  folder: string,
  { node, program, runtime }: LoadPlan,
  services: DeployServices,
): Promise<Opened> {
  const log = path.join(folder, `${name}.log`)
  const place = { host: '127.0.0.1', port: 0, keep: false }
  const started = await startServer({ node, program, runtime, models, folder, log, ...place }, services)
  try {
    const server = await describe(services.fetch, started.url)
    const connection = openConnection(`${started.url}${inferencePath(server)}`)
    const bodies = rows.map((row) => Buffer.from(JSON.stringify(inferenceRequest(server, row))))
    return { started, connection, ask: (turn) => connection.ask(bodyAt(bodies, turn)) }
  } catch (error) {
    await started.stop()
    throw error
  }
}

function bodyAt(bodies: readonly Uint8Array[], turn: number): Uint8Array {
  const body = bodies[turn % bodies.length]
  if (body) return body
  throw new FaultError('there is no row to ask the server for')
}

async function measurement(
  { started }: Opened,
  latencies: Float64Array,
  before: ProcessorTime | undefined,
  { exec }: DeployServices,
): Promise<Measurement> {
  const { pid } = started.process
  const [memory, waited] = [await peakMemory(pid, exec), waitedShare(before, await processorTime(pid))]
  return { latencies, ...(memory !== undefined && { memory }), ...(waited !== undefined && { waited }) }
}

async function closeServer({ started, connection }: Opened): Promise<void> {
  connection.close()
  await started.stop()
}
