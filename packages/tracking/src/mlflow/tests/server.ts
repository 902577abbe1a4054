import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** What goes wrong with a request: before the server has done what it asks for, or after. */
export type Fault = 'cut before' | 'cut after' | '500 after' | '429' | '503'

export interface Run {
  readonly id: string
  readonly tags: Map<string, string>
  readonly params: Map<string, string>
  readonly points: { readonly key: string }[]
  readonly models: string[]
  status: string
}

/** As much of MLflow as the client uses, in memory; a store that keeps every point that it is sent, also twice the same. */
export interface FakeMlflow {
  readonly url: string
  readonly runs: Run[]
  readonly models: { readonly id: string; readonly run: string; readonly tags: Map<string, string>; status: string }[]
  readonly versions: {
    readonly name: string
    readonly source: string
    readonly run_id: string
    tags: readonly unknown[]
  }[]
  readonly aliases: Map<string, string>
  readonly artifacts: Map<string, Buffer>
  /** `POST runs/log-batch`, …: every request that arrived. */
  readonly seen: string[]
  /** Faults of the next requests to an endpoint. */
  readonly faults: Map<string, Fault[]>
  store: 'SqlStore' | 'FileStore'
  close(): Promise<void>
}

interface Pair {
  readonly key: string
  readonly value: string
}

/** What requests hold, each some of it. */
interface Body {
  readonly [name: string]: unknown
  readonly run_id: string
  readonly status: string
  readonly filter: string
  readonly path: string
  readonly name: string
  readonly source: string
  readonly source_run_id: string
  readonly version: string
  readonly alias: string
  readonly metric_key: string
  readonly metrics: readonly { readonly key: string }[]
  readonly models: readonly { readonly model_id: string }[]
  readonly params: readonly Pair[]
  readonly tags: readonly Pair[]
}

type Answer = object | { readonly status: number; readonly error_code: string }

export async function fakeMlflow(port = 0, state?: FakeMlflow): Promise<FakeMlflow> {
  const server = createServer((request, response) => void respond(fake, request, response))
  const fake: FakeMlflow = {
    ...(state ?? {
      runs: [],
      models: [],
      versions: [],
      aliases: new Map(),
      artifacts: new Map(),
      seen: [],
      faults: new Map(),
      store: 'SqlStore',
    }),
    url: '',
    close: () => closed(server),
  }
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  return Object.assign(fake, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((done) => server.close(() => done()))
}

async function respond(fake: FakeMlflow, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://mlflow')
  const path = url.pathname.replace(/^\/api\/[23]\.0\/(mlflow\/)?/, '')
  const name = `${request.method} ${path.replace(/^mlflow-artifacts\/artifacts\/.*/, 'artifact')}`
  fake.seen.push(name)
  const fault = fake.faults.get(name)?.shift()
  if (fault === 'cut before') return void request.socket.destroy()
  const bytes = await buffer(request).catch(() => undefined)
  if (bytes === undefined) return
  if (fault === '429') return void response.writeHead(429, { 'retry-after': '3' }).end('slow down')
  if (fault === '503') return void response.writeHead(503).end('busy')
  const sent: object = request.method === 'PUT' ? {} : JSON.parse(String(bytes) || '{}')
  const body = { ...Object.fromEntries(url.searchParams), ...sent } as Body
  const answer = answerTo(fake, name, path, body, bytes)
  if (fault === 'cut after') return void request.socket.destroy()
  if (fault === '500 after') return void response.writeHead(500).end('{"error_code":"INTERNAL_ERROR"}')
  if (Buffer.isBuffer(answer)) return void response.end(answer)
  response.writeHead('status' in answer ? Number(answer.status) : 200).end(JSON.stringify(answer))
}

const missing = { status: 404, error_code: 'RESOURCE_DOES_NOT_EXIST' }

function answerTo(fake: FakeMlflow, name: string, path: string, body: Body, bytes: Buffer): Answer {
  const handler = handlers[name]
  if (handler) return handler(fake, body)
  const [kind, ...rest] = path.split('/')
  if (kind === 'mlflow-artifacts') return artifact(fake, name, rest.slice(1).join('/'), bytes)
  if (kind === 'logged-models') return loggedModel(fake, rest[0] ?? '', body)
  return path === '/version' ? Buffer.from('3.17.2') : missing
}

function artifact(fake: FakeMlflow, name: string, path: string, bytes: Buffer): Answer {
  if (name.startsWith('PUT')) fake.artifacts.set(path, bytes)
  return name.startsWith('PUT') ? Buffer.alloc(0) : (fake.artifacts.get(path) ?? missing)
}

function loggedModel({ models }: FakeMlflow, id: string, { status }: Body): Answer {
  const model = models.find((one) => one.id === id)
  if (model && status) model.status = status
  return model ? { model: modelInfo(model) } : missing
}

function modelInfo({ id, tags, status }: FakeMlflow['models'][number]) {
  return { info: { model_id: id, status, artifact_uri: `mlflow-artifacts:/1/models/${id}`, tags: pairs(tags) } }
}

function pairs(map: ReadonlyMap<string, string>) {
  return [...map].map(([key, value]) => ({ key, value }))
}

function add(map: Map<string, string>, list: readonly Pair[] = []): void {
  for (const { key, value } of list) map.set(key, value)
}

function runInfo({ id, tags, params, points, models, status }: Run) {
  const info = { run_id: id, experiment_id: '1', artifact_uri: `mlflow-artifacts:/1/${id}`, status, start_time: 0 }
  const last = new Map(points.map((point) => [point.key, point]))
  return {
    info,
    data: { tags: pairs(tags), params: pairs(params), metrics: [...last.values()] },
    outputs: { model_outputs: models.map((model_id) => ({ model_id })) },
  }
}

function list({ artifacts }: FakeMlflow, root: string): Answer {
  const files = [...artifacts].filter(([path]) => path.slice(0, path.lastIndexOf('/')) === root)
  return { files: files.map(([path, bytes]) => ({ path: path.split('/').at(-1), file_size: bytes.length })) }
}

const handlers: Readonly<Record<string, (fake: FakeMlflow, body: Body) => Answer>> = {
  'GET server-info': ({ store }) => ({ store_type: store }),
  'GET experiments/get-by-name': () => ({ experiment: { experiment_id: '1', lifecycle_stage: 'active' } }),
  'POST runs/create': ({ runs }, { tags }) => {
    const run = { id: `run${runs.length + 1}`, tags: new Map(), params: new Map(), points: [], models: [] }
    add(run.tags, tags)
    runs.push({ ...run, status: 'RUNNING' })
    return { run: runInfo({ ...run, status: 'RUNNING' }) }
  },
  'POST runs/search': ({ runs }, { filter }) => {
    const [, key = '', value] = /tags\."([^"]+)" = '([^']+)'/.exec(filter) ?? []
    return { runs: runs.filter(({ tags }) => tags.get(key) === value).map(runInfo) }
  },
  'GET runs/get': ({ runs }, { run_id }) => {
    const run = runs.find(({ id }) => id === run_id)
    return run ? { run: runInfo(run) } : missing
  },
  'POST runs/update': ({ runs }, { run_id, status }) => {
    for (const run of runs) if (run.id === run_id) run.status = status
    return {}
  },
  'POST runs/log-batch': ({ runs }, { run_id, metrics, params, tags }) => {
    const run = runs.find(({ id }) => id === run_id)
    if (run === undefined) return missing
    run.points.push(...metrics)
    add(run.params, params)
    add(run.tags, tags)
    return {}
  },
  'POST runs/outputs': ({ runs }, { run_id, models }) => {
    const ids = models.map(({ model_id }) => model_id)
    runs.find(({ id }) => id === run_id)?.models.push(...ids)
    return {}
  },
  'GET metrics/get-history': ({ runs }, { run_id, metric_key }) => {
    const run = runs.find(({ id }) => id === run_id)
    return { metrics: run?.points.filter(({ key }) => key === metric_key) ?? [] }
  },
  'GET artifacts/list': (fake, { run_id, path }) => {
    const names = [...fake.artifacts.keys()].filter((name) => name.startsWith(`1/${run_id}/${path}/`))
    return { files: names.map((name) => ({ path: name.slice(`1/${run_id}/`.length) })) }
  },
  'GET mlflow-artifacts/artifacts': (fake, { path }) => list(fake, path),
  'POST logged-models/search': ({ models }, { filter }) => ({
    models: models.filter(({ run }) => filter.includes(`'${run}'`)).map(modelInfo),
  }),
  'POST logged-models': ({ models }, { source_run_id, tags }) => {
    const model = {
      id: `m-${models.length + 1}`,
      run: source_run_id,
      tags: new Map<string, string>(),
      status: 'LOGGED_MODEL_PENDING',
    }
    add(model.tags, tags)
    models.push(model)
    return { model: modelInfo(model) }
  },
  'POST registered-models/create': ({ versions }, { name }) =>
    versions.some((one) => one.name === name) ? { status: 400, error_code: 'RESOURCE_ALREADY_EXISTS' } : {},
  'GET model-versions/search': ({ versions }) => ({
    model_versions: versions.map((one, index) => ({ ...one, version: String(index + 1), status: 'READY' })),
  }),
  'POST model-versions/create': ({ versions }, { name, source, run_id, tags }) => {
    versions.push({ name, source, run_id, tags })
    return {
      model_version: { name, source, run_id, tags, version: String(versions.length), status: 'PENDING_REGISTRATION' },
    }
  },
  'GET model-versions/get': ({ versions }, { version }) => {
    const found = versions[Number(version) - 1]
    return found ? { model_version: { ...found, version, status: 'READY' } } : missing
  },
  'POST model-versions/set-tag': () => ({}),
  'GET registered-models/alias': ({ aliases, versions }, { alias }) => {
    const version = aliases.get(alias)
    return version ? { model_version: { ...versions[Number(version) - 1], version, status: 'READY' } } : missing
  },
  'POST registered-models/alias': ({ aliases }, { alias, version }) => {
    aliases.set(alias, version)
    return {}
  },
}
