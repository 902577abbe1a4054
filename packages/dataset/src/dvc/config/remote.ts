import { InputError } from '@trainyard/ports'
import type { DvcSettings } from './levels.ts'

/** A remote as it is configured, what it refers to filled in. */
export interface RemoteSettings {
  readonly name: string
  readonly url: string
  readonly values: ReadonlyMap<string, string>
}

/**
 * The settings of a remote: of the one that is named, else of the repository's own.
 * @throws {InputError} where there is none of the name, or none at all
 */
export function remoteSettings({ remote, remotes }: DvcSettings, named?: string): RemoteSettings {
  const name = named?.toLowerCase() ?? remote
  if (name === undefined)
    throw new InputError('no remote of DVC is configured to fetch from', {
      at: { file: '.dvc/config' },
      remedy:
        remotes.size > 0
          ? 'Choose one by `dvc remote default NAME`.'
          : 'Add one by `dvc remote add --default NAME URL`.',
    })
  return { name, ...follow(name, remotes, []) }
}

type Values = ReadonlyMap<string, string>

/** `remote://other/folder` stands for a folder in another remote, and takes its settings. */
function follow(
  name: string,
  remotes: DvcSettings['remotes'],
  seen: readonly string[],
): Pick<RemoteSettings, 'url' | 'values'> {
  const values = remotes.get(name)
  const url = values?.get('url')
  const at = { file: '.dvc/config', key: `remote "${name}"` }
  if (values === undefined || !url)
    throw new InputError(values ? 'has no url' : 'no such remote', { at, remedy: knownRemotes(remotes) })
  const [, other, rest = ''] = /^remote:\/\/([^/]+)\/?(.*)$/.exec(url) ?? []
  if (other === undefined) return { url, values }
  if (seen.includes(name)) throw new InputError('refers to itself', { at, remedy: 'Give one of them an address.' })
  const base = follow(other.toLowerCase(), remotes, [...seen, name])
  return { url: `${base.url.replace(/\/+$/, '')}/${rest}`, values: merged(base.values, values) }
}

function merged(base: Values, own: Values): Values {
  return new Map([...base, ...own])
}

function knownRemotes(remotes: DvcSettings['remotes']): string {
  const names = [...remotes.keys()]
  return names.length > 0 ? `Remotes: ${names.join(', ')}.` : 'Add one by `dvc remote add --default NAME URL`.'
}
