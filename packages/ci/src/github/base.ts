import path from 'node:path'
import { type BaseBranch, errorMessage, FaultError } from '@trainyard/ports'
import { loadClient } from '../clients.ts'
import { type Environment, eventText, property, repositoryOf } from './event.ts'

interface Surroundings {
  readonly env: Environment
  readonly dist: string
  readonly token: string | undefined
}

/** The base of the run's pull request, by GitHub's REST API: the checkout has only the merge of both. */
export function githubBase(surroundings: Surroundings): BaseBranch {
  const { env } = surroundings
  return {
    name: () => eventText(env, 'pull_request', 'base', 'ref'),
    read: async (file) => {
      const ref = await eventText(env, 'pull_request', 'base', 'sha')
      return ref === undefined ? undefined : readAt(ref, file, surroundings)
    },
  }
}

const REMEDY = 'The job needs "permissions: contents: read" and the step the input token.'

async function readAt(ref: string, file: string, { env, dist, token }: Surroundings): Promise<string | undefined> {
  const name = path
    .relative(env['GITHUB_WORKSPACE'] ?? process.cwd(), file)
    .split(path.sep)
    .join('/')
  const failed = (why: string, cause?: unknown) =>
    new FaultError(`${name} of the base branch could not be read: ${why}`, { remedy: REMEDY, cause })
  if (!token) throw failed('there is no token')
  const { getOctokit } = await loadClient('github', dist)
  try {
    const { data } = await getOctokit(token).request('GET /repos/{owner}/{repo}/contents/{path}', {
      ...repositoryOf(env),
      path: name,
      ref,
      mediaType: { format: 'raw' },
    })
    const raw: unknown = data
    // Without a charset in its answer the client hands on bytes.
    const text = raw instanceof ArrayBuffer ? new TextDecoder().decode(raw) : raw
    if (typeof text === 'string') return text
    throw failed('it is no file')
  } catch (error) {
    if (property(error, 'status') === 404) return undefined
    throw error instanceof FaultError ? error : failed(errorMessage(error), error)
  }
}
