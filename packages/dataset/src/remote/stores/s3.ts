import type { HttpAnswer } from '@trainyard/http'
import { InputError } from '@trainyard/ports'
import { type Address, encoded, encodedKey } from '../address.ts'
import { type AwsKey, emptyPayload, signAws } from '../sign/aws.ts'
import type { Store, StoreContext, StoredObject } from '../types.ts'
import { children, parseXml, textOf } from '../xml.ts'

/**
 * Amazon S3, and what speaks its language: ListObjectsV2 and GetObject, signed by AWS Signature Version 4, or anonymous.
 * AWS_ENDPOINT_URL names another service. A bucket of another region is found by the region that S3 answers.
 */
export function openS3({ authority: bucket }: Address, { http, env, clock, mask }: StoreContext): Store {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$/.test(bucket)) throw new InputError(`${bucket} is no name of a bucket`)
  const key = awsKey(env)
  for (const secret of [key?.secret, key?.sessionToken]) if (secret !== undefined) mask(secret)
  const root = `s3://${bucket}`
  const endpoint = env['AWS_ENDPOINT_URL_S3'] || env['AWS_ENDPOINT_URL']
  let region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || 'us-east-1'
  let moved = false
  const send = async (path: string, query: string, headers: Readonly<Record<string, string>>): Promise<HttpAnswer> => {
    const url = new URL(`${baseUrl(bucket, region, endpoint)}/${path}${query}`)
    const plain = { ...headers, 'x-amz-content-sha256': emptyPayload }
    const scope = { region, service: 's3', date: clock.now() }
    const request = { method: 'GET', url, headers: plain, payload: emptyPayload }
    const signed = key ? signAws(request, key, scope) : headers
    const response = await http.send({ url, headers: signed, redirect: 'manual', expect: [301, 307, 400, 412, 416] })
    if (![301, 307, 400].includes(response.status)) return response
    const other = regionOf(response)
    if (moved || endpoint || other === undefined || other === region) throw await refused(response, root)
    await response.body?.cancel()
    region = other
    moved = true
    return send(path, query, headers)
  }
  return {
    root,
    login: loginOf(key),
    list: (prefix) => list(prefix, (query) => send('', query, {})),
    get: (object, headers) => send(encodedKey(object.key, root), '', headers),
  }
}

/** The region that S3 says a bucket is in. It becomes part of a host, so it is one word. */
function regionOf({ headers }: HttpAnswer): string | undefined {
  const region = headers.get('x-amz-bucket-region')
  return region !== null && /^[a-z0-9-]+$/.test(region) ? region : undefined
}

/** Buckets with dots do not fit the certificate of virtual hosts. */
function baseUrl(bucket: string, region: string, endpoint: string | undefined): string {
  if (endpoint) return `${endpoint.replace(/\/+$/, '')}/${encoded(bucket)}`
  const host = `s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
  return bucket.includes('.') ? `https://${host}/${encoded(bucket)}` : `https://${bucket}.${host}`
}

/** @throws {InputError} for ways to log in that are not known yet, so that nothing is read anonymously by mistake */
function awsKey(env: StoreContext['env']): AwsKey | undefined {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: sessionToken } = env
  if (id && secret) return { id, secret, ...(sessionToken && { sessionToken }) }
  const other = ['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_PROFILE', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'].find(
    (name) => env[name],
  )
  if (other === undefined) return undefined
  throw new InputError(`logging in to AWS by ${other} is not known`, {
    remedy:
      'Give AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, such as aws-actions/configure-aws-credentials sets them.',
  })
}

function loginOf(key: AwsKey | undefined): string {
  return key
    ? 'The key of AWS_ACCESS_KEY_ID needs s3:GetObject on the objects and s3:ListBucket on the bucket.'
    : 'No login was given: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'
}

async function refused(response: HttpAnswer, root: string): Promise<InputError> {
  const code = textOf(children(parseXml(await response.text()), 'Error')[0], 'Code') ?? ''
  return new InputError(`S3 refuses this (${response.status} ${code})`, {
    at: { file: root },
    remedy: 'Check AWS_REGION, AWS_ENDPOINT_URL and the name of the bucket.',
  })
}

async function* list(
  prefix: string,
  send: (query: string) => Promise<HttpAnswer>,
): AsyncIterable<readonly StoredObject[]> {
  for (let token: string | undefined = ''; token !== undefined; ) {
    const query = { 'list-type': '2', prefix, 'encoding-type': 'url', ...(token && { 'continuation-token': token }) }
    const pairs = Object.entries(query).map(([name, value]) => `${name}=${encoded(value)}`)
    const [result] = children(parseXml(await (await send(`?${pairs.join('&')}`)).text()), 'ListBucketResult')
    // Not every server does what it is asked: one that does says so.
    const named = textOf(result, 'EncodingType') === 'url' ? decoded : (key: string) => key
    yield children(result, 'Contents').map((entry) => ({
      key: named(textOf(entry, 'Key') ?? ''),
      bytes: Number(textOf(entry, 'Size')),
      ...tagOf(textOf(entry, 'ETag')),
    }))
    token = textOf(result, 'IsTruncated') === 'true' ? textOf(result, 'NextContinuationToken') : undefined
  }
}

function decoded(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '))
}

function tagOf(etag: string | undefined): { readonly etag?: string } {
  return etag === undefined ? {} : { etag }
}
