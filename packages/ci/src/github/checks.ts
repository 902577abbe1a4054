import { type CheckRun, type Checks, type Dispatched, errorMessage, type Log } from '@trainyard/ports'
import { loadClient } from '../clients.ts'
import { type Folders, inWorkspace } from './annotations.ts'
import { type Environment, eventText, property, repositoryOf } from './event.ts'

interface Surroundings {
  readonly env: Environment
  readonly dist: string
  readonly log: Pick<Log, 'info'>
  readonly token: string | undefined
  readonly folders: Folders
}

/** GitHub's limits: annotations of one request, and characters of a summary. */
const MAX_ANNOTATIONS = 50
const MAX_SUMMARY = 65_535

/** Checks of the commit by GitHub's REST API. Where one is refused, the log says why. */
export function githubChecks(surroundings: Surroundings): Checks {
  const { token, log } = surroundings
  return {
    create: async (check) => {
      if (!token) {
        log.info(`No check "${check.name}": it needs the input token, with checks: write.`)
        return undefined
      }
      try {
        return await create(check, token, surroundings)
      } catch (error) {
        log.info(`No check "${check.name}": ${errorMessage(error)}. The job needs "permissions: checks: write".`)
        return undefined
      }
    },
  }
}

async function create(check: CheckRun, token: string, { env, dist, folders }: Surroundings): Promise<Dispatched> {
  const { name, conclusion, title, summary } = check
  const { getOctokit } = await loadClient('github', dist)
  const { data } = await getOctokit(token).request('POST /repos/{owner}/{repo}/check-runs', {
    ...repositoryOf(env),
    name,
    head_sha: await commitOf(env),
    status: 'completed',
    conclusion,
    output: { title, summary: summary.slice(0, MAX_SUMMARY), annotations: annotationsOf(check, folders) },
  })
  const url = property(data, 'html_url')
  return { url: typeof url === 'string' ? url : `${env['GITHUB_REPOSITORY']}: ${name}` }
}

/** A pull request shows the checks of its head, not those of the merge commit that the job runs on. */
async function commitOf(env: Environment): Promise<string> {
  return (await eventText(env, 'pull_request', 'head', 'sha')) ?? env['GITHUB_SHA'] ?? ''
}

function annotationsOf({ annotations }: CheckRun, folders: Folders) {
  return annotations
    .flatMap(({ message, at }) => {
      const path = at && inWorkspace(at.file, folders)
      if (path === undefined || at?.line === undefined) return []
      const column = at.column === undefined ? {} : { start_column: at.column, end_column: at.column }
      return [
        { path, start_line: at.line, end_line: at.line, ...column, annotation_level: 'warning' as const, message },
      ]
    })
    .slice(0, MAX_ANNOTATIONS)
}
