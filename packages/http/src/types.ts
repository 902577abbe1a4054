export type HttpMethod = 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
export type HttpBody = NonNullable<RequestInit['body']>

/** Header fields, by their names in any case. */
export type HttpFields = Pick<Headers, 'get' | 'has'> & Iterable<[string, string]>

/** What is used of an answer. The platform's `Response` has it, and what the light fetch gives. */
export interface HttpAnswer extends Pick<Response, 'ok' | 'status' | 'statusText' | 'body'> {
  readonly headers: HttpFields
  text(): Promise<string>
  json(): Promise<unknown>
  arrayBuffer(): Promise<ArrayBuffer>
}

export type Fetch = (input: string | URL, init?: RequestInit) => Promise<HttpAnswer>

export interface HttpRequest {
  /** `GET` where it is left out. */
  readonly method?: HttpMethod
  readonly url: string | URL
  readonly headers?: Readonly<Record<string, string>>
  /** Called for each attempt: a stream can be read only once. */
  readonly body?: () => HttpBody
  /** Whether it may be tried again. Left out: every method but POST and PATCH may. */
  readonly repeatable?: boolean
  /** Statuses besides 2xx that are answers to the caller, not errors. */
  readonly expect?: readonly number[]
  /** Longest wait for the head of the answer, milliseconds. */
  readonly timeoutMs?: number
  /** `manual`: a redirect is an answer, and must be among those expected. By default it is followed. */
  readonly redirect?: 'follow' | 'manual'
}

export interface HttpOptions {
  readonly fetch: Fetch
  /** Uniform in [0, 1): spreads the waits of clients that failed together. */
  readonly random: () => number
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Further attempts after the first. */
  readonly retries?: number
  /** Wait before the first retry, milliseconds; doubled by each further one. */
  readonly backoffMs?: number
  readonly timeoutMs?: number
}

/** What all clients of REST services are built on. */
export interface HttpClient {
  /** @throws HttpError where the answer is neither 2xx nor expected, or where none came */
  send(request: HttpRequest): Promise<HttpAnswer>
  /** The parsed body, whose shape the caller checks. */
  json(request: HttpRequest): Promise<unknown>
  bytes(request: HttpRequest): Promise<Uint8Array>
  /** Repeats several requests that only make sense together, when one of them fails in a way that may pass. */
  retry<T>(work: () => Promise<T>): Promise<T>
}
