import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export interface LoopbackOptions {
  readonly auth?: 'none' | 'basic' | 'token'
  /** Blobs are answered by a redirect to this origin, as cloud registries do. */
  readonly blobsAt?: string
  /** Where the token issuer is; on the registry itself where it is left out. */
  readonly realm?: string
  /** Answers before the registry does: statuses by request number, to break things. */
  readonly interfere?: (request: IncomingMessage, response: ServerResponse) => boolean
}

/** A registry in memory that speaks the distribution API, for unit tests; test/parts uses a real one. */
export interface LoopbackRegistry {
  readonly host: string
  readonly blobs: Map<string, Buffer>
  readonly manifests: Map<string, { readonly type: string; readonly bytes: Buffer }>
  /** `METHOD path?query`, in order. */
  readonly requests: string[]
  /** `Authorization` of each request. */
  readonly authorizations: (string | undefined)[]
  close(): Promise<void>
}

const user = `Basic ${Buffer.from('ada:s3cret').toString('base64')}`

export async function startRegistry(options: LoopbackOptions = {}): Promise<LoopbackRegistry> {
  const state = { blobs: new Map(), manifests: new Map(), requests: [], authorizations: [] } as Omit<
    LoopbackRegistry,
    'host' | 'close'
  >
  const server = createServer((request, response) => {
    state.requests.push(`${request.method} ${request.url}`)
    state.authorizations.push(request.headers.authorization)
    if (options.interfere?.(request, response)) return
    answer(request, response, state, options).catch((error) => response.writeHead(500).end(String(error)))
  })
  const port = await listen(server)
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>((done) => server.close(() => done()))
  }
  return { ...state, host: `127.0.0.1:${port}`, close }
}

type State = Omit<LoopbackRegistry, 'host' | 'close'>

async function answer(request: IncomingMessage, response: ServerResponse, state: State, options: LoopbackOptions) {
  const url = new URL(request.url ?? '', `http://${request.headers.host}`)
  if (url.pathname === '/token') return issueToken(request, response, url)
  if (!isAllowed(request, options)) return challenge(response, url, options)
  const [, repository = '', kind, rest = ''] = /^\/v2\/(.+?)\/(blobs|manifests)\/(.*)$/.exec(url.pathname) ?? []
  if (kind === 'manifests') return manifests(request, response, `${repository}/${rest}`, state)
  if (rest.startsWith('uploads/')) return uploads(request, response, { url, repository, state })
  return blobs(request, response, `${repository}/${rest}`, { state, options })
}

function isAllowed({ headers }: IncomingMessage, { auth = 'none' }: LoopbackOptions): boolean {
  return (
    auth === 'none' || (auth === 'basic' ? headers.authorization === user : headers.authorization === 'Bearer t0ken')
  )
}

function challenge(response: ServerResponse, url: URL, { auth, realm }: LoopbackOptions): void {
  const bearer = `Bearer realm="${realm ?? url.origin}/token",service="loopback",scope="repository:x:pull"`
  response.writeHead(401, { 'www-authenticate': auth === 'basic' ? 'Basic realm="loopback"' : bearer }).end('{}')
}

async function issueToken(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const form = new URLSearchParams((await buffer(request)).toString())
  const allowed = request.headers.authorization === user || form.get('refresh_token') === 'identity'
  if (!allowed || !(url.searchParams.get('scope') ?? form.get('scope'))) return void response.writeHead(401).end('{}')
  response.end(JSON.stringify(form.has('refresh_token') ? { access_token: 't0ken' } : { token: 't0ken' }))
}

async function manifests(request: IncomingMessage, response: ServerResponse, key: string, { manifests }: State) {
  if (request.method === 'PUT') {
    const bytes = await buffer(request)
    const stored = { type: request.headers['content-type'] ?? '', bytes }
    manifests.set(key, stored)
    manifests.set(key.replace(/[^/]*$/, digestOf(bytes)), stored)
    return response.writeHead(201, { 'docker-content-digest': digestOf(bytes) }).end()
  }
  const found = manifests.get(key)
  if (!found) return response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}')
  return response.writeHead(200, { 'content-type': found.type }).end(found.bytes)
}

interface Upload {
  readonly url: URL
  readonly repository: string
  readonly state: State
}

async function uploads(request: IncomingMessage, response: ServerResponse, { url, repository, state }: Upload) {
  const mounted = state.blobs.get(`${url.searchParams.get('from')}/${url.searchParams.get('mount')}`)
  if (request.method === 'POST' && mounted) {
    state.blobs.set(`${repository}/${url.searchParams.get('mount')}`, mounted)
    return response.writeHead(201).end()
  }
  if (request.method === 'POST')
    return response.writeHead(202, { location: `/v2/${repository}/blobs/uploads/1?state=kept` }).end()
  const bytes = await buffer(request)
  const digest = url.searchParams.get('digest')
  if (digestOf(bytes) !== digest || Number(request.headers['content-length']) !== bytes.length)
    return response.writeHead(400).end('{"errors":[{"code":"DIGEST_INVALID"}]}')
  state.blobs.set(`${repository}/${digest}`, bytes)
  return response.writeHead(201, { 'docker-content-digest': digest }).end()
}

function blobs(
  request: IncomingMessage,
  response: ServerResponse,
  key: string,
  { state, options }: { readonly state: State; readonly options: LoopbackOptions },
) {
  const found = state.blobs.get(key)
  if (!found) return response.writeHead(404).end()
  if (options.blobsAt && request.method === 'GET')
    return response
      .writeHead(307, { location: `${options.blobsAt}/v2/${key.replace('/sha256', '/blobs/sha256')}` })
      .end()
  return response.writeHead(200, { 'content-length': found.length }).end(request.method === 'HEAD' ? undefined : found)
}

function listen(server: Server): Promise<number> {
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port)))
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
