import pRetry from 'p-retry'
import { HttpError } from './error.ts'
import type { HttpFields, HttpOptions, HttpRequest } from './types.ts'

const repeatableMethods = new Set(['GET', 'HEAD', 'PUT', 'DELETE'])
const longestWaitMs = 60_000

/** Runs `attempt` until it succeeds, fails for good, or the retries are used up. */
export function withRetries<T>(options: HttpOptions, attempt: () => Promise<T>): Promise<T> {
  const { retries = 4, backoffMs = 500, random, sleep } = options
  return pRetry(attempt, {
    retries,
    minTimeout: 0,
    shouldRetry: async ({ error, attemptNumber }) => {
      if (!(error instanceof HttpError) || !isPassing(error.status)) return false
      const wait = retryAfter(error.headers) ?? backoffMs * 2 ** (attemptNumber - 1) * (0.5 + random())
      if (wait > longestWaitMs) return false
      await sleep(wait)
      return true
    },
  })
}

/** Whether sending a request twice does no harm. */
export function mayRepeat({ method = 'GET', repeatable = repeatableMethods.has(method) }: HttpRequest): boolean {
  return repeatable
}

/** No answer at all, too many requests, or a fault of the server that may pass. */
function isPassing(status: number | undefined): boolean {
  return status === undefined || status === 408 || status === 429 || (status >= 500 && status !== 501)
}

/** `Retry-After` in milliseconds, given as seconds or as a date. RFC 9110, section 10.2.3. */
function retryAfter(headers: HttpFields | undefined): number | undefined {
  const value = headers?.get('retry-after')
  if (!value) return undefined
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const until = Date.parse(value)
  const now = Date.parse(headers?.get('date') ?? '')
  return Number.isNaN(until - now) ? undefined : Math.max(0, until - now)
}
