import { type Dispatch, type Dispatched, errorMessage, FaultError, InputError } from '@trainyard/ports'
import { loadClient } from '../clients.ts'
import { type Environment, eventText, property, repositoryOf } from './event.ts'

interface Target {
  readonly token: string
  readonly owner: string
  readonly repo: string
  readonly ref: string
}

/** Starts workflows of this repository by GitHub's REST API. */
export function githubDispatch(env: Environment, dist: string, token: string | undefined): Dispatch {
  return {
    available: Boolean(token && env['GITHUB_REPOSITORY']),
    start: async (workflow, ref, inputs) => start(await target(env, token, ref), workflow, inputs, dist),
  }
}

async function target(env: Environment, token: string | undefined, ref: string | undefined): Promise<Target> {
  const { owner, repo } = repositoryOf(env)
  const on = ref ?? (await eventText(env, 'repository', 'default_branch')) ?? env['GITHUB_REF_NAME']
  if (!token) throw new InputError('no token to start a workflow with', { remedy: TOKEN })
  if (!owner || !repo) throw new InputError('GITHUB_REPOSITORY does not name a repository', { remedy: OWNER })
  if (!on) throw new InputError('no branch to start the workflow on', { remedy: 'Name one with the input ref.' })
  return { token, owner, repo, ref: on }
}

async function start(
  { token, ...place }: Target,
  workflow: string,
  inputs: Readonly<Record<string, string>>,
  dist: string,
): Promise<Dispatched> {
  const { getOctokit } = await loadClient('github', dist)
  try {
    const answer = await getOctokit(token).request(
      'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
      {
        ...place,
        workflow_id: workflow,
        inputs: { ...inputs },
        return_run_details: true,
      },
    )
    return { url: runUrl(answer.data) ?? `${place.owner}/${place.repo}/actions/workflows/${workflow}` }
  } catch (cause) {
    throw refusal(workflow, cause)
  }
}

function runUrl(data: unknown): string | undefined {
  const url = property(data, 'html_url')
  return typeof url === 'string' ? url : undefined
}

function refusal(workflow: string, cause: unknown): Error {
  const status = cause instanceof Error && 'status' in cause ? cause.status : undefined
  const message = `GitHub did not start ${workflow}: ${errorMessage(cause)}`
  if (status === 401 || status === 403) return new InputError(message, { cause, remedy: PERMISSION })
  if (status === 404) return new InputError(message, { cause, remedy: `${WORKFLOW} ${PERMISSION}` })
  if (status === 422) return new InputError(message, { cause, remedy: TRIGGER })
  return new FaultError(message, { cause })
}

const TOKEN = 'Leave the input token at its default, or set GITHUB_TOKEN.'
const OWNER = 'Set it to owner/name, as GitHub does.'
const PERMISSION = 'The job needs "permissions: actions: write".'
const WORKFLOW = 'The workflow must be a file of this name in .github/workflows on the default branch.'
const TRIGGER =
  'The workflow needs "on: workflow_dispatch" with the inputs that are sent, on the branch it is started on.'
