import { FaultError, InputError } from '@trainyard/ports'
import { lastLinesOf, waitUntilReady } from '../../readiness.ts'
import type { DeployServices } from '../../types.ts'
import type { Revision, Serving } from '../types.ts'
import type { Engine } from './engine.ts'

/** Label with everything that is to be remembered of a revision, as JSON. */
const revisionLabel = 'dev.trainyard.revision'

export interface ContainerOptions {
  readonly name: string
  readonly tag: string
  readonly revision: Revision
  readonly host: string
  /** Zero takes any that is free. */
  readonly port: number
  /** `no` for a trial. */
  readonly restart: 'unless-stopped' | 'no'
}

/** Starts a container without any privilege that a server does not need. Predictions are logged to its output. */
export async function runContainer(engine: Engine, options: ContainerOptions): Promise<void> {
  const { name, tag, revision, host, port, restart } = options
  const labels = [`${revisionLabel}=${JSON.stringify(revision)}`, `dev.trainyard.model=${revision.model}`]
  const hardened = ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--restart', restart]
  const publish = ['--publish', `${host.includes(':') ? `[${host}]` : host}:${port === 0 ? '' : port}:8080`]
  const labelled = labels.flatMap((label) => ['--label', label])
  await engine.run('run', '--detach', '--name', name, ...hardened, ...publish, ...labelled, tag, '--log', '-')
}

/** What runs under a name. @throws InputError where it is no container of ours */
export async function findContainer(engine: Engine, name: string): Promise<Serving | undefined> {
  const format = `{{.State.Running}} {{json (index .Config.Labels "${revisionLabel}")}}`
  const found = await engine.run('container', 'inspect', '--format', format, name).catch((error: unknown) => {
    if (error instanceof FaultError && /no such (container|object)/i.test(error.message)) return undefined
    throw error
  })
  if (found === undefined) return undefined
  const [running = '', ...label] = found.split(' ')
  const revision = parseRevision(label.join(' '))
  if (!revision)
    throw new InputError(`the container ${name} does not say which model it serves`, {
      remedy: `It was not started by deploy. Look at it, and remove it: docker rm --force ${name}`,
    })
  return { ...revision, running: running === 'true', url: running === 'true' ? await addressOf(engine, name) : '' }
}

/** Waits until the server in a container is ready. @throws FaultError with its last lines where it does not become so */
export async function waitForContainer(engine: Engine, name: string, services: DeployServices): Promise<string> {
  const url = await addressOf(engine, name)
  const watched = {
    url,
    isRunning: async () =>
      (await engine.try('container', 'inspect', '--format', '{{.State.Running}}', name)) === 'true',
    lastLines: async () => {
      const { stdout, stderr } = await services.exec.run('docker', ['logs', '--tail', '10', name])
      return lastLinesOf(`${stdout}${stderr}`)
    },
  }
  await waitUntilReady(watched, services)
  return url
}

/** Where the port of a container is published. An ended container has none. */
async function addressOf(engine: Engine, name: string): Promise<string> {
  const [line = ''] = ((await engine.try('port', name, '8080/tcp')) ?? '').split('\n')
  return `http://${line.replace(/^0\.0\.0\.0:/, '127.0.0.1:').replace(/^\[::\]:/, '[::1]:')}`
}

function parseRevision(text: string): Revision | undefined {
  try {
    const label: unknown = JSON.parse(text)
    const value: unknown = typeof label === 'string' ? JSON.parse(label) : undefined
    return isRevision(value) ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function isRevision(value: unknown): value is Revision {
  return typeof value === 'object' && value !== null && 'revision' in value && 'image' in value && 'model' in value
}
