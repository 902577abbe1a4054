import { InputError } from '@trainyard/ports'
import { ask, refused } from './call.ts'
import { textAt } from './read.ts'
import type { MlflowServer } from './server.ts'

/**
 * The id of an experiment, which is made where there is none of that name. Two that make it at once get the same one.
 * @throws InputError where it was deleted: the server keeps its name, and lets nobody write
 */
export async function experimentOf(server: MlflowServer, name: string): Promise<string> {
  return (await experimentByName(server, name)) ?? (await createExperiment(server, name))
}

/** @returns undefined where there is none of that name */
export async function experimentByName(server: MlflowServer, name: string): Promise<string | undefined> {
  const asked = { path: 'experiments/get-by-name', query: { experiment_name: name } }
  const answer = await ask(server, asked)
  if (answer.ok) return activeId(answer.body, name)
  if (answer.refusal.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
  throw refused(server, asked.path, answer.refusal)
}

function activeId(body: unknown, name: string): string {
  const id = textAt(body, 'experiment.experiment_id')
  if (textAt(body, 'experiment.lifecycle_stage') === 'active') return id
  throw new InputError(`the MLflow experiment '${name}' was deleted`, {
    at: { file: 'trainyard.yml', key: 'track.experiment' },
    remedy: `Restore it (mlflow experiments restore --experiment-id ${id}), or name another one.`,
  })
}

async function createExperiment(server: MlflowServer, name: string): Promise<string> {
  const asked = { method: 'POST', path: 'experiments/create', body: { name } } as const
  const answer = await ask(server, asked)
  if (answer.ok) return textAt(answer.body, 'experiment_id')
  const existing = answer.refusal.code === 'RESOURCE_ALREADY_EXISTS' ? await experimentByName(server, name) : undefined
  if (existing !== undefined) return existing
  throw refused(server, asked.path, answer.refusal)
}
