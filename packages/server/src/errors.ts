interface Details {
  /** Fields whose values were refused, for the metric. */
  readonly fields?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer other than 200: a status and a message that may be shown to the caller. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly status: number
  readonly fields: readonly string[]
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, message: string, { fields = [], headers = {} }: Details = {}) {
    super(message)
    this.status = status
    this.fields = fields
    this.headers = headers
  }
}

/** 400: the request is not what the model takes. */
export function badRequest(message: string, fields: readonly string[] = []): RequestError {
  return new RequestError(400, message, { fields })
}

/** 503: not ready yet, too busy, or stopping. Asks the caller to come back in a second. */
export function unavailable(message: string): RequestError {
  return new RequestError(503, message, { headers: { 'retry-after': '1' } })
}
