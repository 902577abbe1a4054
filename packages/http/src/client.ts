import { errorMessage, InputError } from '@trainyard/ports'
import { HttpError, publicUrl } from './error.ts'
import { mayRepeat, withRetries } from './retry.ts'
import type { HttpAnswer, HttpClient, HttpOptions, HttpRequest } from './types.ts'

const defaultTimeoutMs = 60_000
const excerptLength = 500

/** A client over the given `fetch`: retries what may be repeated, and turns every unexpected answer into an `HttpError`. */
export function createHttpClient(options: HttpOptions): HttpClient {
  const run = <T>(request: HttpRequest, read: (response: HttpAnswer) => Promise<T>) => {
    const attempt = async () => readAnswer(request, await answerTo(request, options), read)
    return mayRepeat(request) ? withRetries(options, attempt) : attempt()
  }
  return {
    send: (request) => run(request, async (response) => response),
    json: (request) => run(request, (response) => response.json()),
    bytes: (request) => run(request, async (response) => new Uint8Array(await response.arrayBuffer())),
    retry: (work) => withRetries(options, work),
  }
}

async function answerTo(request: HttpRequest, options: HttpOptions): Promise<HttpAnswer> {
  const timeoutMs = request.timeoutMs ?? options.timeoutMs ?? defaultTimeoutMs
  const { username, password } = new URL(request.url)
  if (username || password) throw new InputError(`${publicUrl(request.url)}: a user or password belongs in a header`)
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new Error(`no answer within ${timeoutMs / 1000} s`)), timeoutMs)
  try {
    return await options.fetch(request.url, { ...requestInit(request), signal: controller.signal })
  } catch (error) {
    throw new HttpError(asked(request), reasonOf(error), { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

async function readAnswer<T>(
  request: HttpRequest,
  response: HttpAnswer,
  read: (response: HttpAnswer) => Promise<T>,
): Promise<T> {
  if (!response.ok && !request.expect?.includes(response.status)) throw await unexpected(request, response)
  try {
    return await read(response)
  } catch (error) {
    throw new HttpError(asked(request), `the answer could not be read: ${reasonOf(error)}`, { cause: error })
  }
}

async function unexpected(request: HttpRequest, response: HttpAnswer): Promise<HttpError> {
  const text = (await response.text().catch(reasonOf)).slice(0, excerptLength).trim()
  const what = [`${response.status} ${response.statusText}`.trim(), text].filter(Boolean).join(': ')
  return new HttpError(asked(request), what, { answer: { status: response.status, headers: response.headers, text } })
}

function requestInit({ method = 'GET', headers = {}, body, redirect = 'follow' }: HttpRequest): RequestInit {
  return { method, headers, redirect, ...(body && { body: body(), duplex: 'half' }) }
}

function asked({ method = 'GET', url }: HttpRequest): { method: string; url: string | URL } {
  return { method, url }
}

/** `fetch failed` tells nothing: the cause behind it does. */
function reasonOf(error: unknown): string {
  const { cause, errors, message } = partsOf(error)
  const inner = Array.isArray(errors) ? errors[0] : cause
  if (inner !== undefined) return reasonOf(inner)
  return typeof message === 'string' ? message : errorMessage(error)
}

function partsOf(error: unknown): { cause?: unknown; errors?: unknown; message?: unknown } {
  return typeof error === 'object' && error !== null ? error : {}
}
