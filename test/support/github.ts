import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Artifacts, type StoredArtifact } from './github/artifacts.ts'
import { Attestations } from './github/attestations.ts'
import { Blobs } from './github/blobs.ts'
import { Caches } from './github/caches.ts'
import { Comments } from './github/comments.ts'
import { Contents } from './github/contents.ts'
import { Runs } from './github/runs.ts'
import { type Fields, Refusal, readFields } from './github/twirp.ts'
import { tokenOf } from './token.ts'

/** One request that a client made. Signed blob traffic is recorded without its body. */
export interface RecordedCall {
  readonly method: string
  readonly path: string
  readonly fields: Fields
  readonly authorization: string | undefined
}

/** A GitHub on loopback that serves the real artifact, cache, REST and OIDC clients, and remembers what they asked. */
export interface LoopbackGitHub {
  readonly origin: string
  readonly calls: readonly RecordedCall[]
  readonly artifacts: readonly StoredArtifact[]
  readonly cacheKeys: readonly string[]
  /** What a runner would put into the environment of a step of this run. */
  env(run?: string): Record<string, string>
  /** Forgets the calls made so far. */
  forget(): void
  /** The status that a workflow dispatch is answered with; 200 at first. */
  answerDispatchesWith(status: number): void
  /** The status that a check is answered with; 201 at first. */
  answerChecksWith(status: number): void
  readonly runs: Runs
  readonly comments: Comments
  readonly contents: Contents
  readonly attestations: Attestations
  /** The archive that a run has left under a name. */
  archive(run: string, name: string): Buffer | undefined
  /** Keeps an archive as an artifact that a run has left, in the place of one of that name. */
  plantArtifact(run: string, name: string, archive: Buffer): void
  /** Lets the artifacts of a run expire. */
  expireArtifacts(run: string): void
  /** Breaks the stored bytes of an artifact. */
  corruptArtifact(name: string): void
  /** Breaks the stored bytes of a cache entry. */
  corruptCache(key: string): void
  close(): Promise<void>
}

export async function startGitHub(port = 0): Promise<LoopbackGitHub> {
  const blobs = new Blobs()
  const runs = new Runs()
  const [artifacts, caches] = [new Artifacts(blobs, runs), new Caches(blobs)]
  let calls: readonly RecordedCall[] = []
  let dispatchStatus = 200
  let checkStatus = 201
  const comments = new Comments()
  const contents = new Contents()
  const attestations = new Attestations()
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', origin)
    const body = await bytes(request)
    if (url.pathname.startsWith('/account/')) return blobs.handle(url, request, body, response)
    const call = recorded(request, url, body)
    calls = [...calls, call]
    const [, , service = '', method = ''] = url.pathname.split('/')
    if (service.endsWith('.ArtifactService')) return json(response, 200, artifacts.call(method, call.fields, origin))
    if (service.endsWith('.CacheService')) return json(response, 200, caches.call(method, call.fields, origin))
    if (url.pathname === '/oidc') return json(response, 200, attestations.idToken(url))
    return rest(url, call, response)
  }
  const rest = (url: URL, call: RecordedCall, response: ServerResponse) => {
    if (url.pathname.endsWith('/dispatches')) return json(response, dispatchStatus, dispatched(dispatchStatus))
    if (url.pathname.endsWith('/check-runs')) return json(response, checkStatus, checked(checkStatus))
    const run = runs.answer(url)
    if (run) return json(response, ...run)
    const artifact = artifacts.rest(url, origin)
    if (artifact) return 'body' in artifact ? json(response, 200, artifact.body) : redirect(response, artifact.location)
    if (url.pathname.endsWith('/attestations')) return json(response, ...attestations.answer(call.fields))
    const file = contents.answer(url)
    if (file) return raw(response, ...file)
    return json(response, ...comments.answer(call, url))
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => refuse(response, error))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`
  return {
    origin,
    get calls() {
      return calls
    },
    get artifacts() {
      return artifacts.stored
    },
    get cacheKeys() {
      return caches.entries.filter((entry) => entry.done).map((entry) => entry.key)
    },
    env: (run = 'run-1') => environment(origin, run),
    forget: () => {
      calls = []
    },
    answerDispatchesWith: (status) => {
      dispatchStatus = status
    },
    answerChecksWith: (status) => {
      checkStatus = status
    },
    runs,
    comments,
    contents,
    attestations,
    archive: (run, name) => {
      const found = artifacts.stored.findLast((artifact) => artifact.run === run && artifact.name === name)
      return found && blobs.content(found.blob)
    },
    plantArtifact: (run, name, archive) => artifacts.plant(run, name, archive),
    expireArtifacts: (run) => void artifacts.expired.add(run),
    corruptArtifact: (name) => {
      for (const artifact of artifacts.stored) if (artifact.name === name) blobs.corrupt(artifact.blob)
    },
    corruptCache: (key) => {
      for (const entry of caches.entries) if (entry.key === key) blobs.corrupt(entry.blob)
    },
    close: () => closed(server),
  }
}

function environment(origin: string, run: string): Record<string, string> {
  return {
    ACTIONS_RESULTS_URL: `${origin}/`,
    ACTIONS_RUNTIME_TOKEN: tokenOf({ scp: `Actions.Results:${run}:job` }),
    ACTIONS_CACHE_SERVICE_V2: 'true',
    GITHUB_API_URL: origin,
    GITHUB_GRAPHQL_URL: `${origin}/graphql`,
    GITHUB_SERVER_URL: 'https://github.com',
  }
}

async function bytes(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function recorded(request: IncomingMessage, url: URL, body: Buffer): RecordedCall {
  return {
    method: request.method ?? '',
    path: url.pathname,
    fields: readFields(body),
    authorization: request.headers.authorization,
  }
}

function dispatched(status: number): object {
  if (status >= 400) return { message: 'Resource not accessible by integration' }
  return {
    workflow_run_id: 7,
    run_url: 'https://api.github.com/run/7',
    html_url: 'https://github.com/acme/penguins/actions/runs/7',
  }
}

function checked(status: number): object {
  if (status >= 400) return { message: 'Resource not accessible by integration' }
  return { id: 5, html_url: 'https://github.com/acme/penguins/runs/5' }
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location }).end()
}

function raw(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/vnd.github.raw' }).end(text)
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function refuse(response: ServerResponse, error: unknown): void {
  if (error instanceof Refusal) json(response, error.status, { code: error.code, msg: error.message })
  else json(response, 500, { code: 'internal', msg: String(error) })
}

function closed(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()))
    server.closeAllConnections()
  })
}
