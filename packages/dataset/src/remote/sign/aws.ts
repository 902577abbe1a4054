import { createHash, createHmac } from 'node:crypto'
import { encoded } from '../address.ts'

export interface AwsKey {
  readonly id: string
  readonly secret: string
  readonly sessionToken?: string
}

export interface AwsScope {
  readonly region: string
  readonly service: string
  readonly date: Date
}

export interface AwsRequest {
  readonly method: string
  /** Its path is percent-encoded already, as S3 wants it: it is signed as it is. */
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** sha256 of the body. */
  readonly payload: string
}

/** sha256 of an empty body. */
export const emptyPayload = createHash('sha256').digest('hex')

/** The headers of a request with AWS Signature Version 4 (docs.aws.amazon.com, "Create a signed AWS API request"). */
export function signAws(request: AwsRequest, key: AwsKey, scope: AwsScope): Record<string, string> {
  const stamp = scope.date.toISOString().replace(/[-:]|\.\d{3}/g, '')
  const headers = {
    ...request.headers,
    'x-amz-date': stamp,
    ...(key.sessionToken !== undefined && { 'x-amz-security-token': key.sessionToken }),
  }
  const signed = canonicalHeaders({ host: request.url.host, ...headers })
  const names = signed.map(([name]) => name).join(';')
  const canonical = [
    request.method,
    request.url.pathname,
    canonicalQuery(request.url),
    ...signed.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    request.payload,
  ].join('\n')
  const path = `${stamp.slice(0, 8)}/${scope.region}/${scope.service}/aws4_request`
  const text = ['AWS4-HMAC-SHA256', stamp, path, createHash('sha256').update(canonical).digest('hex')].join('\n')
  const signature = createHmac('sha256', signingKey(key, path)).update(text).digest('hex')
  const authorization = `AWS4-HMAC-SHA256 Credential=${key.id}/${path}, SignedHeaders=${names}, Signature=${signature}`
  return { ...headers, authorization }
}

function signingKey({ secret }: AwsKey, path: string): Buffer {
  return path
    .split('/')
    .reduce<Buffer>((key, part) => createHmac('sha256', key).update(part).digest(), Buffer.from(`AWS4${secret}`))
}

function canonicalHeaders(headers: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(headers)
    .map(([name, value]): [string, string] => [name.toLowerCase(), value.trim().replace(/ +/g, ' ')])
    .sort(byText)
}

function canonicalQuery({ searchParams }: URL): string {
  const pairs = [...searchParams].map(([name, value]): [string, string] => [encoded(name), encoded(value)])
  return pairs
    .sort(byText)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function byText([a, x]: readonly [string, string], [b, y]: readonly [string, string]): number {
  if (a !== b) return a < b ? -1 : 1
  return x < y ? -1 : 1
}
