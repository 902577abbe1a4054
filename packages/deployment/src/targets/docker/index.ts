import { errorMessage, FaultError, InputError } from '@trainyard/ports'
import type { DeployServices, TargetConfig } from '../../types.ts'
import type { Revision, Switched, Target, TargetStatus, Trial } from '../types.ts'
import { findContainer, runContainer, waitForContainer } from './container.ts'
import { type Engine, openEngine } from './engine.ts'
import { imageTag, loadImage } from './load.ts'

interface Docker {
  readonly engine: Engine
  readonly config: TargetConfig
  readonly services: DeployServices
  /** Part of names in the engine. */
  readonly name: string
  /** Names of the container that serves, the stopped one before it, and one that is on its way. */
  readonly current: string
  readonly previous: string
  readonly aside: string
}

/**
 * A Docker engine. Its containers are the state: `trainyard-NAME` serves, `trainyard-NAME-previous` is stopped and kept
 * for `undo`. The new revision serves on the port of the old one about a second after that was stopped.
 */
export async function openDocker(config: TargetConfig, services: DeployServices, ephemeral: boolean): Promise<Target> {
  const engine = await openEngine(services)
  const name =
    config.name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'model'
  const current = `trainyard-${name}`
  const docker = { engine, config, services, name, current, previous: `${current}-previous`, aside: `${current}-aside` }
  return {
    status: () => status(docker),
    prepare: (revision, source) => loadImage(engine, imageTag(name, revision), source),
    trial: (revision) => trial(docker, revision),
    switchTo: (revision) => switchTo(docker, revision),
    stop: async () => void (await engine.try('stop', current)),
    copyModel: async (_, into) => void (await engine.run('cp', `${current}:/models`, into)),
    discard: async (revision) => {
      if (ephemeral) await engine.try('image', 'rm', imageTag(name, revision))
    },
  }
}

async function status({ engine, current, previous }: Docker): Promise<TargetStatus> {
  const [now, before] = await Promise.all([findContainer(engine, current), findContainer(engine, previous)])
  return { ...(now && { current: now }), ...(before && { previous: before }) }
}

async function trial(docker: Docker, revision: Revision): Promise<Trial> {
  const { engine, name, services } = docker
  const container = `trainyard-${name}-trial-${revision.revision}`
  const remove = async () => void (await engine.try('rm', '--force', container))
  await remove()
  try {
    const tag = imageTag(name, revision)
    await runContainer(engine, { name: container, tag, revision, host: '127.0.0.1', port: 0, restart: 'no' })
    return { url: await waitForContainer(engine, container, services), stop: remove }
  } catch (error) {
    await remove()
    throw error
  }
}

async function switchTo(docker: Docker, revision: Revision): Promise<Switched> {
  const { engine, services, current, config } = docker
  const before = await findContainer(engine, current)
  if (before) await setAside(docker)
  try {
    const tag = imageTag(docker.name, revision)
    const { host, port } = config
    await runContainer(engine, { name: current, tag, revision, host, port, restart: 'unless-stopped' })
    const url = await waitForContainer(engine, current, services)
    await keepPrevious(docker, before, revision)
    return { ok: true, url }
  } catch (error) {
    await engine.try('rm', '--force', current)
    const restored = before !== undefined && (await restore(docker, before.running))
    if (!(error instanceof FaultError)) throw error
    if (/already allocated|address already in use/i.test(error.message)) throw portTaken(config, error)
    return { ok: false, reason: errorMessage(error), restored }
  }
}

/** Stops what serves and frees its name; nothing is lost until the new one is ready. */
async function setAside({ engine, current, aside }: Docker): Promise<void> {
  await engine.try('rm', '--force', aside)
  await engine.run('stop', current)
  await engine.run('rename', current, aside)
}

async function restore({ engine, services, current, aside }: Docker, wasRunning: boolean): Promise<boolean> {
  await engine.run('rename', aside, current)
  if (!wasRunning) return false
  await engine.run('start', current)
  await waitForContainer(engine, current, services)
  return true
}

/** What served before becomes the previous revision, unless it was the same image. */
async function keepPrevious({ engine, aside, previous }: Docker, before: Revision | undefined, now: Revision) {
  const kept = await findContainer(engine, previous)
  const replaced = before && before.image !== now.image
  if (kept && (replaced || kept.image === now.image)) await engine.run('rm', '--force', previous)
  if (replaced) await engine.run('rename', aside, previous)
  else await engine.try('rm', '--force', aside)
}

function portTaken({ host, port }: TargetConfig, cause: unknown): InputError {
  return new InputError(`port ${port} is taken on ${host}`, {
    cause,
    remedy: 'Choose another: --port, or deploy.port in trainyard.yml.',
  })
}
