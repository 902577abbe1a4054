import { InputError } from '@trainyard/ports'
import { parseAddress } from '../../remote/address.ts'
import { openWebAs } from '../../remote/stores/web.ts'
import type { RemoteSettings } from '../config/remote.ts'
import { stored } from './stored.ts'
import type { RemoteContext, RemoteKind } from './types.ts'

const timeouts = ['connect_timeout', 'read_timeout', 'timeout', 'method']

/** A server of files. */
export const webRemote: RemoteKind = {
  takes: ['auth', 'custom_auth_header', 'user', 'password', 'ssl_verify', ...timeouts],
  open: async (settings, context) => openRemote(settings, webLogin(settings), context),
}

/** A WebDAV server: its files are read as those of any other. */
export const webdavRemote: RemoteKind = {
  takes: ['user', 'password', 'token', 'custom_auth_header', 'ssl_verify', ...timeouts],
  open: async (settings, context) => openRemote(settings, webdavLogin(settings), context),
}

function openRemote(settings: RemoteSettings, login: Readonly<Record<string, string>>, context: RemoteContext) {
  for (const name of ['password', 'token']) if (settings.values.has(name)) context.mask(settings.values.get(name) ?? '')
  for (const header of Object.values(login)) context.mask(header.replace(/^\w+ /, ''))
  if (settings.values.get('ssl_verify')?.toLowerCase() === 'false')
    throw refused(
      settings,
      'ssl_verify: false',
      'Certificates are always checked. Give the server one that is trusted.',
    )
  const address = parseAddress(settings.url)
  const scheme = address.scheme.replace(/^webdav/, 'http')
  return stored(openWebAs({ ...address, scheme }, context, login), address.key, context)
}

/** dvc-http: without `auth`, user and password are not sent. */
function webLogin(settings: RemoteSettings): Record<string, string> {
  const auth = settings.values.get('auth')?.toLowerCase()
  if (auth === undefined) return {}
  if (auth === 'basic') return { authorization: basic(settings) }
  const header = settings.values.get('custom_auth_header')
  if (auth === 'custom' && header) return { [header]: password(settings) }
  throw refused(settings, `auth: ${auth}`, 'Known are basic, and custom with custom_auth_header.')
}

function webdavLogin(settings: RemoteSettings): Record<string, string> {
  const [header, token] = [settings.values.get('custom_auth_header'), settings.values.get('token')]
  if (header) return { [header]: password(settings) }
  if (token) return { authorization: `Bearer ${token}` }
  return settings.values.has('user') ? { authorization: basic(settings) } : {}
}

function basic(settings: RemoteSettings): string {
  const user = settings.values.get('user') ?? ''
  return `Basic ${Buffer.from(`${user}:${password(settings)}`).toString('base64')}`
}

function password(settings: RemoteSettings): string {
  const given = settings.values.get('password')
  if (given) return given
  throw refused(
    settings,
    'a login without a password',
    `Set it by \`dvc remote modify --local ${settings.name} password …\`, which writes .dvc/config.local.`,
  )
}

function refused({ name }: RemoteSettings, what: string, remedy: string): InputError {
  return new InputError(`${what} is not possible here`, {
    at: { file: '.dvc/config', key: `remote "${name}"` },
    remedy,
  })
}
