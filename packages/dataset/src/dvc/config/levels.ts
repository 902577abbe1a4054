import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { InputError, isCode } from '@trainyard/ports'
import { type LinkType, linkTypes } from '../objects/links.ts'
import { dvcFolder } from '../root.ts'
import { shownPath } from '../shown.ts'
import { parseIni, type Sections } from './ini.ts'

/** The configuration of a repository, its four levels merged. */
export interface DvcSettings {
  /** Absolute path of the cache. */
  readonly cache: string
  /** Ways to put its files into the workspace, the first that works. */
  readonly links: readonly LinkType[]
  /** Name of the remote where none is named. */
  readonly remote?: string
  /** Values of each remote, by its name in lower case. Paths in them are absolute. */
  readonly remotes: ReadonlyMap<string, ReadonlyMap<string, string>>
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Values that are paths, relative to the file that they stand in: dvc/config.py, _map_dirs. */
const paths = ['url', 'credentialpath', 'configpath', 'keyfile', 'cert_path', 'key_path']

/**
 * Reads DVC's configuration: that of the system, of the user, of the repository, and its `config.local`, the later before
 * the earlier.
 * @throws {InputError} for a file that cannot be read
 */
export async function readSettings(root: string, base: string, env: Environment): Promise<DvcSettings> {
  const merged = new Map<string, Map<string, string>>()
  for (const file of levelFiles(root, env)) {
    for (const [section, values] of await readLevel(file, shownPath(base, file))) {
      const into = merged.get(section) ?? new Map<string, string>()
      merged.set(section, into)
      for (const [key, value] of values) into.set(key, resolved(section, key, value, { file, env }))
    }
  }
  const remotes = [...merged].filter(([name]) => name.startsWith('remote.'))
  const remote = merged.get('core')?.get('remote')?.toLowerCase()
  return {
    cache: merged.get('cache')?.get('dir') || path.join(root, dvcFolder, 'cache'),
    links: linkTypes(merged.get('cache')?.get('type')),
    ...(remote && { remote }),
    remotes: new Map(remotes.map(([name, values]) => [name.slice('remote.'.length), values])),
  }
}

/** In the order in which each comes before the one above it: dvc/dirs.py, and platformdirs for where they are. */
function levelFiles(root: string, env: Environment): readonly string[] {
  const { HOME: home = '/' } = env
  const mac = process.platform === 'darwin'
  const system = mac ? '/Library/Application Support' : (env['XDG_CONFIG_DIRS'] || '/etc/xdg').split(':')[0]
  const user = mac
    ? path.join(home, 'Library/Application Support')
    : env['XDG_CONFIG_HOME'] || path.join(home, '.config')
  return [
    path.join(env['DVC_SYSTEM_CONFIG_DIR'] || path.join(system ?? '/etc/xdg', 'dvc'), 'config'),
    path.join(env['DVC_GLOBAL_CONFIG_DIR'] || path.join(user, 'dvc'), 'config'),
    path.join(root, dvcFolder, 'config'),
    path.join(root, dvcFolder, 'config.local'),
  ]
}

async function readLevel(file: string, shown: string): Promise<Sections> {
  try {
    return parseIni(await readFile(file, 'utf8'), shown)
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return new Map()
    if (error instanceof InputError) throw error
    throw new InputError('the configuration of DVC cannot be read', { at: { file: shown }, cause: error })
  }
}

interface Level {
  readonly file: string
  readonly env: Environment
}

function resolved(section: string, key: string, value: string, { file, env }: Level): string {
  const isPath = (section === 'cache' && key === 'dir') || (section.startsWith('remote.') && paths.includes(key))
  if (!isPath || value === '' || /^\w+:\/\//.test(value)) return value
  const home = env['HOME']
  const expanded = home && /^~(\/|$)/.test(value) ? path.join(home, value.slice(1)) : value
  return path.resolve(path.dirname(file), expanded)
}
