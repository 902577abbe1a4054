import { createSign } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { HttpError, isLoopback } from '@trainyard/http'
import { errorMessage, InputError } from '@trainyard/ports'
import type { StoreContext } from '../types.ts'

const scope = 'https://www.googleapis.com/auth/devstorage.read_only'

/**
 * A bearer token for Google Cloud Storage: GOOGLE_OAUTH_ACCESS_TOKEN, or one that the service account in the file of
 * GOOGLE_APPLICATION_CREDENTIALS is given (RFC 7523: a JWT signed by RS256). None where neither is set.
 * @throws {InputError} for a file of another kind
 */
export async function googleToken({ env, http, clock, mask }: StoreContext): Promise<string | undefined> {
  const given = env['GOOGLE_OAUTH_ACCESS_TOKEN']
  if (given) return masked(given, mask)
  const file = env['GOOGLE_APPLICATION_CREDENTIALS']
  if (!file) return undefined
  const account = await readAccount(file)
  mask(account.privateKey)
  const form = {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: assertion(account, clock.now()),
  }
  const body = () => new URLSearchParams(form)
  const asked = http.json({ method: 'POST', url: account.tokenUri, repeatable: true, body })
  const answer = await asked.catch((error: unknown) => {
    throw error instanceof HttpError && isRefusal(error) ? refused(error, file) : error
  })
  const token = fieldOf(answer, 'access_token')
  if (token === undefined) throw new InputError(`${account.tokenUri} gave no token`, { at: { file } })
  return masked(token, mask)
}

function isRefusal({ status }: HttpError): boolean {
  return status !== undefined && status < 500
}

function refused({ status, url }: HttpError, file: string): InputError {
  return new InputError(`${url} refuses this service account (${status})`, {
    at: { file },
    remedy: 'Its key may have been deleted or belong to another account. Make a new one.',
  })
}

interface Account {
  readonly email: string
  readonly privateKey: string
  readonly tokenUri: string
}

async function readAccount(file: string): Promise<Account> {
  const content = await readJson(file)
  const type = fieldOf(content, 'type')
  if (type !== 'service_account')
    throw new InputError(`credentials of the type ${type ?? 'unknown'} are not known`, {
      at: { file },
      remedy: 'Give the key of a service account, or a token in GOOGLE_OAUTH_ACCESS_TOKEN.',
    })
  const [email, privateKey, tokenUri] = ['client_email', 'private_key', 'token_uri'].map((name) =>
    fieldOf(content, name),
  )
  if (email === undefined || privateKey === undefined || tokenUri === undefined || !isTrusted(tokenUri))
    throw new InputError('this is no key of a service account: client_email, private_key or token_uri', {
      at: { file },
    })
  return { email, privateKey, tokenUri }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    const why = error instanceof SyntaxError ? 'no JSON' : errorMessage(error)
    throw new InputError(`GOOGLE_APPLICATION_CREDENTIALS cannot be read: ${why}`, { at: { file } })
  }
}

function isTrusted(uri: string): boolean {
  if (!URL.canParse(uri)) return false
  const { protocol, host } = new URL(uri)
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(host))
}

function assertion({ email, privateKey, tokenUri }: Account, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000)
  const claims = { iss: email, scope, aud: tokenUri, iat: seconds, exp: seconds + 3600 }
  const text = [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey).toString('base64url')}`
}

function fieldOf(value: unknown, name: string): string | undefined {
  const field: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  return typeof field === 'string' ? field : undefined
}

function masked(token: string, mask: (secret: string) => void): string {
  mask(token)
  return token
}
