import { InputError } from '@trainyard/ports'
import type { RemoteSettings } from '../config/remote.ts'
import type { Remote, RemoteContext, RemoteKind } from './types.ts'

/** Every kind of remote that is read, by scheme; none is a folder. A new one is a file and a line here. */
const kinds: Readonly<Record<string, () => Promise<RemoteKind>>> = {
  '': async () => (await import('./folder.ts')).folderRemote,
  http: async () => (await import('./web.ts')).webRemote,
  https: async () => (await import('./web.ts')).webRemote,
  webdav: async () => (await import('./web.ts')).webdavRemote,
  webdavs: async () => (await import('./web.ts')).webdavRemote,
  s3: async () => (await import('./clouds.ts')).s3Remote,
  gs: async () => (await import('./clouds.ts')).googleRemote,
  azure: async () => (await import('./clouds.ts')).azureRemote,
}

/** Settings of all kinds that have no bearing on reading. */
const withoutBearing = ['url', 'jobs', 'checksum_jobs', 'verify', 'no_traverse']

/** Opens a remote. @throws {InputError} for a kind or a setting that is not known here */
export async function openRemote(settings: RemoteSettings, context: RemoteContext): Promise<Remote> {
  const scheme = /^(\w+):\/\//.exec(settings.url)?.[1]?.toLowerCase() ?? ''
  const load = Object.hasOwn(kinds, scheme) ? kinds[scheme] : undefined
  if (!load) throw unread(settings, `remotes of the kind ${scheme}:// are not read here`)
  const kind = await load()
  for (const [name, value] of settings.values) {
    if (withoutBearing.includes(name) || kind.takes.includes(name) || value.toLowerCase() === 'false') continue
    throw unread(settings, `the setting ${name} is not known here`)
  }
  const { bring } = await kind.open(settings, context)
  return { name: settings.name, url: settings.url.replace(/[?#].*$/s, ''), bring }
}

function unread({ name }: RemoteSettings, message: string): InputError {
  return new InputError(message, {
    at: { file: '.dvc/config', key: `remote "${name}"` },
    remedy: 'Fetch the data by `dvc pull` first: what is in the workspace or in the cache is read from there.',
  })
}
