import { InputError } from '@trainyard/ports'
import type { Address } from '../address.ts'
import type { StoreContext } from '../types.ts'

/** An account of Azure Storage, and at most one way to log in to it. */
export interface AzureAccount {
  readonly name: string
  readonly container: string
  readonly endpoint: string
  readonly key?: string
  readonly sas?: string
  readonly token?: string
}

/**
 * The account of `abfss://container@account.dfs.core.windows.net/…`, or of `az://container/…` with AZURE_STORAGE_ACCOUNT
 * or AZURE_STORAGE_CONNECTION_STRING.
 * @throws {InputError} where no account is named
 */
export function azureAccount({ authority }: Address, env: StoreContext['env']): AzureAccount {
  const parts = connectionParts(env['AZURE_STORAGE_CONNECTION_STRING'])
  const [container = '', host] = authority.split('@')
  const given = host === undefined ? undefined : hostParts(host)
  const known = parts.get('accountname') ?? env['AZURE_STORAGE_ACCOUNT']
  const name = given?.name ?? known
  if (!name) throw noAccount(authority)
  // A connection string speaks of its own account alone.
  const own = name === parts.get('accountname') ? parts : new Map<string, string>()
  const suffix = given?.suffix ?? own.get('endpointsuffix') ?? 'core.windows.net'
  const endpoint = own.get('blobendpoint') ?? `https://${name}.blob.${suffix}`
  return { name, container, endpoint: endpoint.replace(/\/+$/, ''), ...loginOf(own, env) }
}

function noAccount(authority: string): InputError {
  return new InputError(`az://${authority}: no account is named`, {
    remedy: 'Set AZURE_STORAGE_ACCOUNT, or write abfss://container@account.dfs.core.windows.net/…',
  })
}

const azureHost =
  /^(?<name>[a-z0-9]{3,24})\.(?:dfs|blob)\.(?<suffix>core\.(?:windows\.net|usgovcloudapi\.net|chinacloudapi\.cn))$/

/** Tokens are sent to Azure's own hosts only. */
function hostParts(host: string): { readonly name: string; readonly suffix: string } {
  const { name, suffix } = azureHost.exec(host)?.groups ?? {}
  if (name !== undefined && suffix !== undefined) return { name, suffix }
  throw new InputError(`${host} is no host of Azure Storage`, { remedy: 'It is account.dfs.core.windows.net.' })
}

function loginOf(
  parts: ReadonlyMap<string, string>,
  env: StoreContext['env'],
): Pick<AzureAccount, 'key' | 'sas' | 'token'> {
  const key = parts.get('accountkey') ?? env['AZURE_STORAGE_KEY']
  if (key) return { key }
  const sas = parts.get('sharedaccesssignature') ?? env['AZURE_STORAGE_SAS_TOKEN']
  if (sas) return { sas: sas.replace(/^\?/, '') }
  const token = env['AZURE_STORAGE_ACCESS_TOKEN']
  return token ? { token } : {}
}

/** `AccountName=…;AccountKey=…`: names count in any case, values may hold `=`. */
function connectionParts(text: string | undefined): ReadonlyMap<string, string> {
  const parts = (text ?? '').split(';').filter((part) => part.includes('='))
  return new Map(
    parts.map((part) => {
      const at = part.indexOf('=')
      return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()]
    }),
  )
}
