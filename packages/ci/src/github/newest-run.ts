import { errorMessage, FaultError, InputError, type NewestRun } from '@trainyard/ports'
import { loadClient } from '../clients.ts'
import { type Environment, eventText, property, repositoryOf } from './event.ts'

interface Surroundings {
  readonly env: Environment
  readonly dist: string
  readonly token: string
}

type Octokit = ReturnType<typeof import('@actions/github').getOctokit>

interface Wanted {
  readonly name: string
  readonly branch: string
  readonly owner: string
  readonly repo: string
}

/** What starts a run of what the branch holds, and only for those who may write to it. */
const trusted: readonly string[] = ['push', 'schedule', 'workflow_dispatch', 'repository_dispatch']

/** Most that GitHub lists at once. */
const PAGE = 100

/** The newest successful run of the default branch with an artifact of this name, by GitHub's REST API. */
export async function newestRun(name: string, { env, dist, token }: Surroundings): Promise<NewestRun | undefined> {
  const { getOctokit } = await loadClient('github', dist)
  const octokit = getOctokit(token)
  const place = repositoryOf(env)
  try {
    const branch = (await eventText(env, 'repository', 'default_branch')) ?? (await defaultBranch(octokit, place))
    return await search(octokit, { ...place, name, branch })
  } catch (error) {
    throw refusal(name, error)
  }
}

async function defaultBranch(octokit: Octokit, place: Pick<Wanted, 'owner' | 'repo'>): Promise<string> {
  return (await octokit.request('GET /repos/{owner}/{repo}', place)).data.default_branch
}

/** The newest run whose artifact is still there; where there is none, the newest one whose artifact has expired. */
async function search(octokit: Octokit, wanted: Wanted): Promise<NewestRun | undefined> {
  let gone: NewestRun | undefined
  for await (const candidate of candidates(octokit, wanted)) {
    if (candidate.expired && gone !== undefined) continue
    if (!(await isOfBranch(octokit, candidate.run, wanted))) continue
    if (!candidate.expired) return candidate
    gone = candidate
  }
  return gone
}

/** Runs of a branch of this name, page after page, the newest first. */
async function* candidates(octokit: Octokit, { owner, repo, name, branch }: Wanted): AsyncGenerator<NewestRun> {
  const seen = new Set<number>()
  for (let page = 1; ; page += 1) {
    const asked = { owner, repo, name, per_page: PAGE, page }
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/actions/artifacts', asked)
    const newestFirst = data.artifacts.toSorted(
      (a, b) => Date.parse(b.created_at ?? '') - Date.parse(a.created_at ?? ''),
    )
    for (const { expired, workflow_run: run } of newestFirst) {
      if (run?.id === undefined || run.head_branch !== branch || seen.has(run.id)) continue
      seen.add(run.id)
      yield { run: run.id, expired }
    }
    if (data.artifacts.length < PAGE) return
  }
}

/** A fork may have a branch of the same name: its runs, and those for a pull request, are not the branch's own. */
async function isOfBranch(octokit: Octokit, run: number, { owner, repo, branch }: Wanted): Promise<boolean> {
  const asked = { owner, repo, run_id: run }
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', asked)
  const own = data.head_repository?.id === data.repository.id
  return own && data.conclusion === 'success' && data.head_branch === branch && trusted.includes(data.event)
}

const PERMISSION = 'The job, or the one that calls the reusable workflow, needs "permissions: actions: read".'

function refusal(name: string, cause: unknown): Error {
  const message = `artifacts ${name} of earlier runs could not be looked for: ${errorMessage(cause)}`
  const status = property(cause, 'status')
  if (status === 401 || status === 403 || status === 404) return new InputError(message, { cause, remedy: PERMISSION })
  return new FaultError(message, { cause })
}
