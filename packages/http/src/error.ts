import { FaultError } from '@trainyard/ports'
import type { HttpFields } from './types.ts'

interface Answer {
  readonly status: number
  readonly headers: HttpFields
  /** Beginning of the body. */
  readonly text: string
}

interface Details {
  readonly cause?: unknown
  readonly answer?: Answer | undefined
}

const unanswered = 'Is that the right address, does the server run, and is nothing (a proxy, a firewall) in between?'

/** An HTTP request that was not answered as it should. Says what was asked, without query or credentials. */
export class HttpError extends FaultError {
  readonly method: string
  /** Without query and credentials. */
  readonly url: string
  /** `undefined` where no answer came. */
  readonly status: number | undefined
  readonly headers: HttpFields | undefined
  readonly body: string

  constructor(asked: { readonly method: string; readonly url: string | URL }, what: string, details: Details = {}) {
    const url = publicUrl(asked.url)
    super(`${asked.method} ${url}: ${what}`, { cause: details.cause, ...(!details.answer && { remedy: unanswered }) })
    this.method = asked.method
    this.url = url
    this.status = details.answer?.status
    this.headers = details.answer?.headers
    this.body = details.answer?.text ?? ''
  }
}

/** An address that may be logged: no query, no fragment, no user and password. */
export function publicUrl(url: string | URL): string {
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname}`
}
