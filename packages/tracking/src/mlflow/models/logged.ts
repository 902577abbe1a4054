import type { ArtifactPlace } from '../artifacts/place.ts'
import { type Answer, ask, call, refused } from '../rest/call.ts'
import { at, listAt, pairsAt, textAt, toPairs } from '../rest/read.ts'
import { quoted } from '../rest/runs.ts'
import type { MlflowServer } from '../rest/server.ts'

/** A model that a run left: since MLflow 3 a thing of its own, with files, params and tags. */
export interface LoggedModel {
  readonly id: string
  readonly status: string
  readonly place: ArtifactPlace
  readonly tags: Readonly<Record<string, string>>
}

export interface NewLoggedModel {
  readonly name: string
  readonly experiment: string
  readonly run: string
  readonly params: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  /** Tag by which a creation whose answer was lost is found again, together with the run. */
  readonly mark: string
}

/** A new model of a run, or the one that an earlier attempt made; undefined where the server is older than MLflow 3. */
export function createLoggedModel(server: MlflowServer, model: NewLoggedModel): Promise<LoggedModel | undefined> {
  return server.http.retry(async () => (await findMarked(server, model)) ?? (await createOnce(server, model)))
}

async function findMarked(server: MlflowServer, model: NewLoggedModel): Promise<LoggedModel | undefined> {
  const filter = `source_run_id = ${quoted(model.run)}`
  const body = { experiment_ids: [model.experiment], filter, max_results: 50 }
  const answer = await ask(server, { method: 'POST', path: 'logged-models/search', body, once: true })
  const models = answer.ok ? listAt(answer.body, 'models').map(readModel) : []
  return models.find(({ tags }) => tags[model.mark] === model.tags[model.mark])
}

/** Params of one request; further ones follow it. */
const firstParams = 100

async function createOnce(server: MlflowServer, model: NewLoggedModel): Promise<LoggedModel | undefined> {
  const params = toPairs(model.params).slice(0, firstParams)
  const body = {
    experiment_id: model.experiment,
    name: model.name,
    source_run_id: model.run,
    params,
    tags: toPairs(model.tags),
  }
  const asked = { method: 'POST', path: 'logged-models', body, once: true } as const
  const answer = await ask(server, asked)
  if (answer.ok) return readModel(at(answer.body, 'model'))
  if (isUnknownEndpoint(answer)) return undefined
  throw refused(server, asked.path, answer.refusal)
}

function isUnknownEndpoint(answer: Answer): boolean {
  return (
    !answer.ok && (answer.refusal.status === 405 || (answer.refusal.status === 404 && notMissing(answer.refusal.code)))
  )
}

function notMissing(code: string): boolean {
  return code === '' || code === 'ENDPOINT_NOT_FOUND'
}

/** @throws InputError where there is none of this id */
export async function getLoggedModel(server: MlflowServer, id: string): Promise<LoggedModel> {
  return readModel(at(await call(server, { path: `logged-models/${encodeURIComponent(id)}` }), 'model'))
}

/** Says that all files of a model are there, and that the run made it. */
export async function finishLoggedModel(server: MlflowServer, run: string, { id }: LoggedModel): Promise<void> {
  const body = { model_id: id, status: 'LOGGED_MODEL_READY' }
  await call(server, { method: 'PATCH', path: `logged-models/${encodeURIComponent(id)}`, body })
  await server.http.retry(() => addOutput(server, run, id))
}

/** A run would have the same model twice: what it has is asked for before each attempt. */
async function addOutput(server: MlflowServer, run: string, id: string): Promise<void> {
  const known = await call(server, { path: 'runs/get', query: { run_id: run }, once: true })
  if (listAt(known, 'run.outputs.model_outputs').some((output) => at(output, 'model_id') === id)) return
  const body = { run_id: run, models: [{ model_id: id, step: 0 }] }
  await call(server, { method: 'POST', path: 'runs/outputs', body, once: true })
}

function readModel(model: unknown): LoggedModel {
  const id = textAt(model, 'info.model_id')
  return {
    id,
    status: textAt(model, 'info.status'),
    place: { uri: textAt(model, 'info.artifact_uri'), owner: { model_id: id } },
    tags: pairsAt(model, 'info.tags'),
  }
}
