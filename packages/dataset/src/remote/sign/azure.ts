import { createHmac } from 'node:crypto'

export interface AzureRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
}

/** Headers that the signature names by place. */
const standard = [
  ...['content-encoding', 'content-language', 'content-length', 'content-md5', 'content-type', 'date'],
  ...['if-modified-since', 'if-match', 'if-none-match', 'if-unmodified-since', 'range'],
]

/**
 * The Authorization of a request to Azure Blob Storage by the key of its account (learn.microsoft.com, "Authorize with
 * Shared Key").
 * @param key base64, as Azure shows it
 */
export function signAzure({ method, url, headers }: AzureRequest, account: string, key: string): string {
  const given = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const own = [...given]
    .filter(([name]) => name.startsWith('x-ms-'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value.trim()}`)
  const query = [...url.searchParams]
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value}`)
  const text = [
    method,
    ...standard.map((name) => given.get(name) ?? ''),
    ...own,
    [`/${account}${url.pathname}`, ...query].join('\n'),
  ].join('\n')
  return `SharedKey ${account}:${createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64')}`
}
