import type { HttpAnswer } from '@trainyard/http'
import { InputError } from '@trainyard/ports'
import { type Address, encoded, encodedKey } from '../address.ts'
import { signAzure } from '../sign/azure.ts'
import type { Store, StoreContext, StoredObject } from '../types.ts'
import { children, parseXml, textOf } from '../xml.ts'
import { type AzureAccount, azureAccount } from './azure-account.ts'

const apiVersion = '2021-12-02'

/**
 * Azure Blob Storage and Data Lake Storage Gen2 by the Blob service's API: List Blobs and Get Blob, signed by the account's
 * key, with a shared access signature, a bearer token, or anonymous.
 */
export function openAzure(address: Address, { http, env, clock, mask }: StoreContext): Store {
  const account = azureAccount(address, env)
  for (const secret of [account.key, account.sas, account.token]) if (secret !== undefined) mask(secret)
  const { container } = account
  const root = `${address.scheme}://${address.authority}`
  const send = (path: string, query: string, headers: Readonly<Record<string, string>>) => {
    const url = new URL(`${account.endpoint}/${encoded(container)}${path}${query}`)
    for (const [name, value] of new URLSearchParams(account.sas)) url.searchParams.append(name, value)
    const stamped = { ...headers, 'x-ms-date': clock.now().toUTCString(), 'x-ms-version': apiVersion }
    const signed = { ...stamped, ...authorizationOf(account, url, stamped) }
    return http.send({ url, headers: signed, expect: [412, 416] })
  }
  return {
    root,
    login: loginOf(account),
    list: (prefix) => list(prefix, (query) => send('', query, {})),
    get: ({ key }, headers) => send(`/${encodedKey(key, root)}`, '', headers),
  }
}

function authorizationOf(
  { name, key, token }: AzureAccount,
  url: URL,
  headers: Readonly<Record<string, string>>,
): Record<string, string> {
  if (key !== undefined) return { authorization: signAzure({ method: 'GET', url, headers }, name, key) }
  return token === undefined ? {} : { authorization: `Bearer ${token}` }
}

function loginOf({ key, sas, token }: AzureAccount): string {
  if (key !== undefined) return 'Check the key of the account.'
  if (sas !== undefined)
    return 'The shared access signature needs the permissions read and list, and must not have ended.'
  if (token !== undefined) return 'The token needs the role Storage Blob Data Reader, and must not have ended.'
  return 'No login was given: set AZURE_STORAGE_KEY, AZURE_STORAGE_SAS_TOKEN or AZURE_STORAGE_ACCESS_TOKEN.'
}

async function* list(
  prefix: string,
  send: (query: string) => Promise<HttpAnswer>,
): AsyncIterable<readonly StoredObject[]> {
  for (let marker: string | undefined = ''; marker !== undefined; ) {
    const query = { restype: 'container', comp: 'list', prefix, maxresults: '1000', ...(marker && { marker }) }
    const pairs = Object.entries(query).map(([name, value]) => `${name}=${encoded(value)}`)
    const [result] = children(parseXml(await (await send(`?${pairs.join('&')}`)).text()), 'EnumerationResults')
    if (!result) throw new InputError('this is no container of Azure Blob Storage')
    yield children(children(result, 'Blobs')[0], 'Blob').flatMap(blobOf)
    marker = textOf(result, 'NextMarker')
  }
}

/** Data Lake accounts list folders too. The list writes entity tags without quotes. */
function blobOf(blob: Readonly<Record<string, unknown>>): StoredObject[] {
  const [properties] = children(blob, 'Properties')
  const [key, etag] = [textOf(blob, 'Name'), textOf(properties, 'Etag')]
  if (key === undefined || textOf(properties, 'ResourceType') === 'directory') return []
  const quoted = etag === undefined ? {} : { etag: `"${etag.replaceAll('"', '')}"` }
  return [{ key, bytes: Number(textOf(properties, 'Content-Length')), ...quoted }]
}
