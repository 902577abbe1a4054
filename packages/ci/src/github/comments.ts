import { type Comments, type Dispatched, errorMessage, type Log } from '@trainyard/ports'
import { loadClient } from '../clients.ts'
import { type Environment, eventText, eventValue, property, repositoryOf } from './event.ts'

interface Surroundings {
  readonly env: Environment
  readonly dist: string
  readonly log: Pick<Log, 'info'>
  readonly token: string | undefined
}

/** GitHub's limit is 65,536 characters. */
const MAX_CHARACTERS = 65_536

/** Comments of one request, at most. */
const PAGE = 100

/** One comment a marker on the run's pull request, by GitHub's REST API. A refusal is told in the log. */
export function githubComments(surroundings: Surroundings): Comments {
  const { env, token, log } = surroundings
  return {
    limit: MAX_CHARACTERS,
    put: async (marker, body) => {
      if (!(await isAboutPullRequest(env))) return undefined
      if (!token) {
        log.info('No comment on the pull request: it needs the input token, with pull-requests: write.')
        return undefined
      }
      try {
        return await put({ marker, body, token }, surroundings)
      } catch (error) {
        log.info(`No comment on the pull request: ${errorMessage(error)}. ${PERMISSION}`)
        return undefined
      }
    },
  }
}

const PERMISSION =
  'The job needs "permissions: pull-requests: write"; a pull request from a fork never has it, and the summary of the job says the same.'

interface Comment {
  readonly marker: string
  readonly body: string
  readonly token: string
}

async function put({ marker, body, token }: Comment, { env, dist }: Surroundings): Promise<Dispatched | undefined> {
  const { getOctokit } = await loadClient('github', dist)
  const octokit = getOctokit(token)
  const place = repositoryOf(env)
  const number = await pullRequestOf(env, octokit)
  if (number === undefined) return undefined
  const text = `${marker}\n${body}`.slice(0, MAX_CHARACTERS)
  const id = await ourComment(octokit, { ...place, number }, marker)
  const { data } =
    id === undefined
      ? await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
          ...place,
          issue_number: number,
          body: text,
        })
      : await octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
          ...place,
          comment_id: id,
          body: text,
        })
  const url = property(data, 'html_url')
  return { url: typeof url === 'string' ? url : `${env['GITHUB_REPOSITORY']}#${number}` }
}

type Octokit = ReturnType<typeof import('@actions/github').getOctokit>

interface Place {
  readonly owner: string
  readonly repo: string
  readonly number: number
}

/** Anybody may write a comment with our marker in it: only one of the token's own account is taken for ours. */
async function ourComment(
  octokit: Octokit,
  { owner, repo, number }: Place,
  marker: string,
): Promise<number | undefined> {
  const account = await accountOf(octokit)
  for (let page = 1; ; page += 1) {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      owner,
      repo,
      issue_number: number,
      per_page: PAGE,
      page,
    })
    const found = data.find(({ body, user }) => body?.startsWith(marker) && nameOf(user?.login) === account)
    if (found) return Number(found.id)
    if (data.length < PAGE) return undefined
  }
}

async function accountOf(octokit: Octokit): Promise<string> {
  const answer: unknown = await octokit.graphql('query { viewer { login } }')
  const login = property(property(answer, 'viewer'), 'login')
  return nameOf(typeof login === 'string' ? login : undefined)
}

/** An app goes by `name[bot]` in one of GitHub's two interfaces. */
function nameOf(login: string | undefined): string {
  return (login ?? '').replace(/\[bot\]$/, '').toLowerCase()
}

async function isAboutPullRequest(env: Environment): Promise<boolean> {
  if (typeof (await eventValue(env, 'pull_request', 'number')) === 'number') return true
  return (await eventText(env, 'workflow_run', 'event')) === 'pull_request'
}

/** The run's pull request; of a run that follows another one, the request that the other run was of. */
async function pullRequestOf(env: Environment, octokit: Octokit): Promise<number | undefined> {
  const number = await eventValue(env, 'pull_request', 'number')
  return typeof number === 'number' ? number : followedRequest(env, octokit)
}

/**
 * The open request from the branch that the followed run was of, if that run's commit is still its newest. GitHub itself names
 * repository, branch and commit; what the other run left could name any request. It is asked for the branch, since of a
 * commit that lies in a fork alone GitHub knows no requests.
 */
async function followedRequest(env: Environment, octokit: Octokit): Promise<number | undefined> {
  const ofRun = (...path: readonly string[]) => eventText(env, 'workflow_run', ...path)
  const [commit, branch] = [await ofRun('head_sha'), await ofRun('head_branch')]
  const [owner, repository] = [
    await ofRun('head_repository', 'owner', 'login'),
    await ofRun('head_repository', 'full_name'),
  ]
  if (!commit || !branch || !owner || !repository) return undefined
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/pulls', {
    ...repositoryOf(env),
    state: 'open',
    head: `${owner}:${branch}`,
    per_page: PAGE,
  })
  return data.find(({ head }) => head.sha === commit && head.repo?.full_name === repository)?.number
}
