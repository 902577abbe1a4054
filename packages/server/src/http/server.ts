import { randomUUID } from 'node:crypto'
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { errorMessage } from '@trainyard/ports'
import { RequestError } from '../errors.ts'
import { allRoutes } from '../routes/index.ts'
import type { Service } from '../service.ts'
import { readBody } from './body.ts'
import { type Answer, type Match, matchRoute, type Route } from './routes.ts'

export interface ServerOptions {
  readonly service: Service
  /** Largest body, bytes. */
  readonly maxBodyBytes: number
  /** Called with what went wrong inside. Callers of the server never see it. */
  readonly onFault: (message: string) => void
  /** Milliseconds a caller has to send the head of a request: 10,000 by default. The whole of it: six times that. */
  readonly headersTimeoutMs?: number
}

/** The server of one model. It does not listen yet. */
export function createServer(options: ServerOptions): Server {
  const routes = allRoutes(options.service)
  const { headersTimeoutMs = 10_000 } = options
  const server = createHttpServer(
    {
      headersTimeout: headersTimeoutMs,
      requestTimeout: headersTimeoutMs * 6,
      keepAliveTimeout: 75_000,
      connectionsCheckingInterval: Math.min(1000, headersTimeoutMs),
    },
    (request, response) => answer(routes, options, request, response),
  )
  return server
}

async function answer(
  routes: readonly Route[],
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/' } = request
  const id = requestId(request)
  response.setHeader('x-request-id', id)
  const found = attemptMatch(routes, method, url)
  const route = found instanceof RequestError ? 'unknown' : found.route.path
  observe(options.service, { method, route }, response)
  try {
    if (found instanceof RequestError) throw found
    const body = () => readBody(request, options.maxBodyBytes)
    send(
      options.service,
      response,
      await found.route.handle({ method, params: found.params, headers: request.headers, body, id }),
    )
  } catch (error) {
    sendError(options, response, error, errorShape(found, url))
  }
  if (!request.complete) discard(request)
}

function attemptMatch(routes: readonly Route[], method: string, url: string): Match | RequestError {
  try {
    return matchRoute(routes, method, url)
  } catch (error) {
    if (error instanceof RequestError) return error
    throw error
  }
}

function observe({ metrics }: Service, labels: { method: string; route: string }, response: ServerResponse): void {
  const end = metrics.duration.startTimer({ route: labels.route })
  metrics.inFlight.inc()
  response.once('close', () => {
    end()
    metrics.inFlight.dec()
    metrics.requests.inc({ ...labels, method: knownMethod(labels.method), status: response.statusCode })
  })
}

/** Labels of a metric must be few, and callers may invent methods. */
function knownMethod(method: string): string {
  return ['GET', 'HEAD', 'POST'].includes(method) ? method : 'other'
}

function send(service: Service, response: ServerResponse, { status = 200, type, body }: Answer): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response.statusCode = status
  response.setHeader('content-type', type ?? 'application/json')
  response.setHeader('content-length', Buffer.byteLength(text))
  if (service.state() === 'stopping') response.setHeader('connection', 'close')
  response.end(text)
}

function sendError(options: ServerOptions, response: ServerResponse, error: unknown, shape: Route['errors']): void {
  const known = error instanceof RequestError ? error : new RequestError(500, 'the model could not be run')
  if (known !== error) options.onFault(errorMessage(error))
  for (const field of new Set(known.fields.map((name) => fieldLabel(options.service, name))))
    options.service.metrics.rejected.inc({ field })
  for (const [name, value] of Object.entries(known.headers)) response.setHeader(name, value)
  if (known.status === 413) response.setHeader('connection', 'close')
  send(options.service, response, { status: known.status, body: errorBody(shape, known) })
}

function errorBody(shape: Route['errors'], { status, message }: RequestError): unknown {
  return shape === 'oip' ? { error: message } : { error_code: errorCodes.get(status) ?? 'INTERNAL_ERROR', message }
}

/** MLflow's names. */
const errorCodes = new Map([
  [400, 'BAD_REQUEST'],
  [404, 'ENDPOINT_NOT_FOUND'],
  [405, 'METHOD_NOT_ALLOWED'],
  [413, 'REQUEST_TOO_LARGE'],
  [415, 'UNSUPPORTED_MEDIA_TYPE'],
  [503, 'TEMPORARILY_UNAVAILABLE'],
])

function errorShape(found: Match | RequestError, url: string): Route['errors'] {
  if (!(found instanceof RequestError)) return found.route.errors
  return /^\/invocations\b/.test(url) ? 'mlflow' : 'oip'
}

function fieldLabel({ columns }: Service, field: string): string {
  return columns.some(({ name }) => name === field) ? field : 'unknown'
}

/** The rest of a body that nobody wants: read over for a moment, so that the caller sees the answer, then cut off. */
function discard(request: IncomingMessage): void {
  const timer = setTimeout(() => request.destroy(), 2000)
  request.once('close', () => clearTimeout(timer))
  request.once('end', () => clearTimeout(timer))
  request.resume()
}

function requestId({ headers }: IncomingMessage): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && /^[\x21-\x7e]{1,128}$/.test(given) ? given : randomUUID()
}
