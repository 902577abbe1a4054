import { type LightFetch, openLightFetch } from '@trainyard/http'
import { storeContext } from '../remote/context.ts'
import type { FetchServices, Place } from '../sources/place.ts'
import type { Engine } from '../types.ts'
import { type DvcSettings, readSettings } from './config/levels.ts'
import { remoteSettings } from './config/remote.ts'
import type { Tracked } from './files/outs.ts'
import type { Documents } from './files/read.ts'
import { type Linking, linkingBy } from './objects/links.ts'
import { openRemote } from './remotes/index.ts'
import type { Remote } from './remotes/types.ts'
import { dvcRoot } from './root.ts'

/** A DVC repository. Its configuration is read, and a remote opened, when that is asked for. */
export interface Repository extends Documents {
  readonly services: FetchServices
  /** Folders that were found to lie in it, whatever links lead to them. */
  readonly inside: Set<string>
  settings(): Promise<DvcSettings>
  /** How its files get from the cache into the workspace. */
  linking(): Promise<Linking>
  /** All that it tracks. */
  tracked(): Promise<Tracked>
  /** @param name by default the repository's own */
  remote(name: string | undefined): Promise<Remote>
  /** Cuts whatever is being fetched; nothing is fetched by it afterwards. */
  close(): Promise<void>
}

const opened = new WeakMap<Engine, Map<string, Repository>>()

/** The repository that a path lies in, the same for all files of a dataset; none outside of any. */
export async function repositoryOf(
  absolute: string,
  { base, engine, services }: Place,
): Promise<Repository | undefined> {
  const root = await dvcRoot(absolute)
  if (root === undefined) return undefined
  const known = opened.get(engine) ?? new Map<string, Repository>()
  opened.set(engine, known)
  const repository = known.get(root) ?? openRepository({ root, base }, services)
  known.set(root, repository)
  return repository
}

/** The repository in a folder. */
export function openRepository(documents: Documents, services: FetchServices): Repository {
  const settings = once(() => readSettings(documents.root, documents.base, services.env))
  const remotes = new Map<string | undefined, Promise<Remote>>()
  const http = once(() => openHttp(services))
  const open = async (name: string | undefined) => {
    const { fetch } = await http()
    return openRemote(remoteSettings(await settings(), name), storeContext({ ...services, fetch }))
  }
  return {
    ...documents,
    services,
    inside: new Set(),
    settings,
    linking: once(async () => linkingBy((await settings()).links)),
    tracked: once(async () => (await import('./files/outs.ts')).findOuts(documents)),
    remote: (name) => {
      const remote = remotes.get(name) ?? open(name)
      remotes.set(name, remote)
      return remote
    },
    close: async () => (await http()).close(),
  }
}

/** Only the platform's own fetch knows the proxies that Node is told of. */
async function openHttp({ env, fetch }: FetchServices): Promise<LightFetch> {
  return env.NODE_USE_ENV_PROXY === '1' ? { fetch, close: () => undefined } : openLightFetch(fetch)
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
