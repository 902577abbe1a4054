import {
  type Artifacts,
  type Attestations,
  type BaseBranch,
  type Cache,
  type Checks,
  type Comments,
  type Dispatch,
  FaultError,
  InputError,
  type Services,
} from '@trainyard/ports'
import { systemClock } from '../clock.ts'
import { userEnvironment } from '../environment.ts'
import { processExec } from '../exec.ts'
import { distFolder } from '../place.ts'
import { toolCacheRoot } from '../tool-cache.ts'
import { type Screen, terminalLog } from './log.ts'

export interface TerminalOptions {
  /** Folder that relative paths start from; by default the current one. */
  readonly cwd?: string
  /** By default the process's own environment. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Where the log goes; by default standard error. */
  readonly screen?: Screen
  /** The `dist/` folder; by default the one this program lies in. */
  readonly dist?: string
  /** Shows debug lines and the titles of phases. */
  readonly verbose?: boolean
}

/** The world as a command line sees it: folders are shared, so there are no artifacts, and no cache but the disk. */
export function terminalServices(options: TerminalOptions = {}): Services {
  const {
    cwd = process.cwd(),
    env = process.env,
    screen = process.stderr,
    dist = distFolder(),
    verbose = false,
  } = options
  const users = userEnvironment(env)
  return {
    log: terminalLog({ screen, env, clock: systemClock, verbose }),
    clock: systemClock,
    exec: processExec({ cwd, env: users }),
    cache: noCache,
    toolCache: { root: toolCacheRoot(env) },
    artifacts: noArtifacts,
    dispatch: noDispatch,
    checks: noChecks,
    comments: noComments,
    base: noBase,
    attestations: noAttestations,
    fetch: globalThis.fetch,
    env: users,
    cwd,
    dist,
    interactive: !inCi(env),
  }
}

const inCi = (env: Readonly<Record<string, string | undefined>>) => Boolean(env['CI']) && env['CI'] !== 'false'

const noCache: Cache = { name: 'no cache', restore: async () => false, save: async () => {} }

const noArtifacts: Artifacts = {
  available: false,
  upload: async (name) => ({ name }),
  download: async () => false,
  newestRun: async () => undefined,
}

const noDispatch: Dispatch = {
  available: false,
  start: async (workflow) => {
    throw new InputError(`cannot start ${workflow} from a command line`, {
      remedy: `Start it with: gh workflow run ${workflow}`,
    })
  },
}

const noComments: Comments = { limit: 0, put: async () => undefined }

const noBase: BaseBranch = { name: async () => undefined, read: async () => undefined }

const noAttestations: Attestations = {
  available: false,
  attest: async ({ subject }) => {
    throw new FaultError(`no attestation of ${subject.name}: a command line has no identity to sign with`)
  },
}

const noChecks: Checks = { create: async () => undefined }
