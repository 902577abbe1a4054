import { type Address, encoded, encodedKey } from '../address.ts'
import { googleToken } from '../sign/google.ts'
import type { Store, StoreContext, StoredObject } from '../types.ts'

/**
 * Google Cloud Storage by its JSON API (storage/v1: objects.list, objects.get), with a bearer token or anonymous. An
 * object that was listed is read at that generation. STORAGE_EMULATOR_HOST names another service.
 */
export async function openGoogle({ authority: bucket }: Address, context: StoreContext): Promise<Store> {
  const token = await googleToken(context)
  const root = `gs://${bucket}`
  const base = `${endpointOf(context.env)}/storage/v1/b/${encoded(bucket)}/o`
  const login: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const page = (query: string) => context.http.json({ url: `${base}?${query}`, headers: login })
  return {
    root,
    login: token
      ? 'The account needs storage.objects.get and storage.objects.list on the bucket.'
      : 'No login was given: set GOOGLE_APPLICATION_CREDENTIALS or GOOGLE_OAUTH_ACCESS_TOKEN.',
    list: (prefix) => list(prefix, page),
    get: ({ key, version }, { 'if-match': _, ...headers }) => {
      encodedKey(key, root)
      const generation = version === undefined ? '' : `&generation=${encoded(version)}`
      const url = `${base}/${encoded(key)}?alt=media${generation}`
      return context.http.send({ url, headers: { ...headers, ...login }, expect: [412, 416] })
    },
  }
}

function endpointOf(env: StoreContext['env']): string {
  const host = env['STORAGE_EMULATOR_HOST']
  if (!host) return 'https://storage.googleapis.com'
  return /^https?:\/\//.test(host) ? host.replace(/\/+$/, '') : `http://${host}`
}

async function* list(
  prefix: string,
  page: (query: string) => Promise<unknown>,
): AsyncIterable<readonly StoredObject[]> {
  const fields = 'items(name,size,generation),nextPageToken'
  for (let token: unknown = ''; typeof token === 'string'; ) {
    const query = new URLSearchParams({ prefix, fields, ...(token !== '' && { pageToken: token }) })
    const answer = asRecord(await page(String(query)))
    const items: unknown = answer['items']
    yield (Array.isArray(items) ? items : []).map(asRecord).map(({ name, size, generation }) => ({
      key: String(name),
      bytes: Number(size),
      ...(generation !== undefined && { version: String(generation) }),
    }))
    token = answer['nextPageToken'] || undefined
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
