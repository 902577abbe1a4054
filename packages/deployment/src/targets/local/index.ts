import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { unpackLayers } from '@trainyard/oci'
import { errorMessage, FaultError, replaceAtomic } from '@trainyard/ports'
import { copyModel } from '../../model.ts'
import { openImage } from '../../source.ts'
import type { DeployServices, TargetConfig } from '../../types.ts'
import type { ImageSource, Revision, Switched, Target, TargetStatus } from '../types.ts'
import { withLock } from './lock.ts'
import { checkPort } from './port.ts'
import { endProcess, isAlive } from './process-id.ts'
import { type Started, startServer } from './start.ts'
import { type LocalState, readState, writeState } from './state.ts'

interface Local {
  readonly config: TargetConfig
  readonly services: DeployServices
  /** State folder; a temporary one for an ephemeral check. */
  readonly folder: string
}

/**
 * This machine: the image is unpacked into the state folder and its server run as a process that outlives this one.
 * The new revision serves on the port of the old one about half a second after that was stopped.
 */
export async function openLocal(config: TargetConfig, services: DeployServices, ephemeral: boolean): Promise<Target> {
  const folder = ephemeral ? await mkdtemp(path.join(tmpdir(), 'trainyard-deploy-')) : path.resolve(config.state)
  const local: Local = { config, services, folder }
  return {
    status: () => status(local),
    prepare: (revision, source) => prepare(local, revision, source),
    trial: (revision) => run(local, revision, { host: '127.0.0.1', port: 0, keep: false }),
    switchTo: (revision) => withLock(folder, services.exec, () => switchTo(local, revision)),
    copyModel: ({ revision }, into) => copyModel(path.join(folder, 'revisions', revision, 'models'), into),
    stop: () => withLock(folder, services.exec, () => stop(local)),
    discard: () => rm(folder, { recursive: true, force: true }),
  }
}

async function status({ folder, services }: Local): Promise<TargetStatus> {
  const { current, previous } = await readState(folder)
  const running = current ? await isAlive(current.process, services.exec) : false
  return { ...(current && { current: { ...current, running } }), ...(previous && { previous }) }
}

async function prepare({ folder }: Local, { revision }: Revision, source: ImageSource): Promise<void> {
  const { layout, descriptor } = await openImage(source)
  const target = path.join(folder, 'revisions', revision)
  if (await exists(target)) return
  await replaceAtomic(target, (into) =>
    unpackLayers(layout.folder, descriptor.digest, into, ['runtime', 'server', 'model']),
  )
}

interface Place {
  readonly host: string
  readonly port: number
  readonly keep: boolean
}

function run({ config, services, folder }: Local, { revision }: Revision, place: Place): Promise<Started> {
  const log = path.join(folder, 'logs', `${revision}${place.keep ? '' : '-trial'}.log`)
  const predictions = place.keep ? { predictions: path.join(folder, 'predictions.jsonl') } : {}
  const image = path.join(folder, 'revisions', revision)
  const program = path.join(image, 'app', 'server', 'index.js')
  const own = { node: config.node, program, models: path.join(image, 'models'), folder: image }
  return startServer({ ...own, log, ...predictions, ...place }, services)
}

async function switchTo(local: Local, revision: Revision): Promise<Switched> {
  const { config, services, folder } = local
  const before = await readState(folder)
  const alive = before.current !== undefined && (await isAlive(before.current.process, services.exec))
  const place = { host: config.host, port: config.port, keep: true }
  await checkPort(place, alive ? before.current?.url : undefined)
  if (before.current && alive) await endProcess(before.current.process, services.exec, services.clock.sleep)
  try {
    const started = await run(local, revision, place)
    await remember(folder, before, { ...revision, url: started.url, process: started.process })
    return { ok: true, url: started.url }
  } catch (error) {
    const restored = alive && (await restore(local, before))
    if (!(error instanceof FaultError)) throw error
    return { ok: false, reason: errorMessage(error), restored }
  }
}

/** Starts the revision that was stopped for a new one again, at its old address. */
async function restore(local: Local, before: LocalState): Promise<boolean> {
  const { current } = before
  if (!current) return false
  const { hostname, port } = new URL(current.url)
  try {
    const started = await run(local, current, { host: hostname.replace(/[[\]]/g, ''), port: Number(port), keep: true })
    await writeState(local.folder, { ...before, current: { ...current, process: started.process } })
    return true
  } catch (error) {
    local.services.log.error(`the previous revision could not be started again: ${errorMessage(error)}`)
    return false
  }
}

async function remember(folder: string, before: LocalState, current: NonNullable<LocalState['current']>) {
  const replaced = before.current && before.current.image !== current.image ? before.current : before.previous
  const previous = replaced?.image === current.image ? undefined : replaced
  await writeState(folder, { schemaVersion: 1, current, ...(previous && { previous: plain(previous) }) })
  await removeOthers(path.join(folder, 'revisions'), [current.revision, previous?.revision])
}

function plain({ revision, image, model, evaluation, unevaluated }: Revision): Revision {
  return { revision, image, model, evaluation, unevaluated }
}

async function removeOthers(folder: string, kept: readonly (string | undefined)[]): Promise<void> {
  const others = (await readdir(folder)).filter((name) => !kept.includes(name))
  await Promise.all(others.map((name) => rm(path.join(folder, name), { recursive: true, force: true })))
}

async function stop({ folder, services }: Local): Promise<void> {
  const { current } = await readState(folder)
  if (current) await endProcess(current.process, services.exec, services.clock.sleep)
}

async function exists(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  )
}
