import { mkdtemp, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Artifact, ArtifactClient, DownloadArtifactOptions, FindOptions } from '@actions/artifact'
import { type Artifacts, type ChosenFiles, errorMessage, FaultError, InputError, replaceAtomic } from '@trainyard/ports'
import { loadClient } from '../clients.ts'
import { type Environment, repositoryOf } from './event.ts'
import { newestRun } from './newest-run.ts'
import { unpackChosen } from './unpack.ts'

interface Surroundings {
  readonly env: Environment
  readonly dist: string
  /** Needed for artifacts of other runs. */
  readonly token: string | undefined
  readonly group: <T>(title: string, work: () => Promise<T>) => Promise<T>
}

/** Artifacts of the workflow run, by GitHub's own client. */
export function githubArtifacts({ env, dist, token, group }: Surroundings): Artifacts {
  const client = async () => new (await loadClient('artifact', dist)).DefaultArtifactClient()
  return {
    available: Boolean(env['ACTIONS_RUNTIME_TOKEN'] && env['ACTIONS_RESULTS_URL']),
    upload: (name, root, options = {}) =>
      group(`Upload artifact ${name}`, async () => {
        const again = Number(env['GITHUB_RUN_ATTEMPT'] ?? '1') > 1
        const { id, digest } = await uploadOnce(await client(), { name, root, options, again })
        return { name, ...(id !== undefined && { id }), ...(digest !== undefined && { digest: `sha256:${digest}` }) }
      }),
    download: (name, into, { run, only } = {}) =>
      group(`Download artifact ${name}`, async () => {
        const found = run === undefined ? {} : inRun(run, token, env)
        return download(await client(), { name, into, found, only })
      }),
    newestRun: async (name) => newestRun(name, { env, dist, token: tokenFor(token) }),
  }
}

function tokenFor(token: string | undefined): string {
  if (token) return token
  throw new InputError('artifacts of another run need a token', { remedy: 'Give the input token.' })
}

function inRun(run: number, token: string | undefined, env: Environment): FindOptions {
  const { owner, repo } = repositoryOf(env)
  return { findBy: { token: tokenFor(token), workflowRunId: run, repositoryOwner: owner, repositoryName: repo } }
}

interface Upload {
  readonly name: string
  readonly root: string
  readonly options: { readonly retentionDays?: number }
  /** Whether this is a later attempt of a run, whose earlier attempt may have left the same name. */
  readonly again: boolean
}

async function uploadOnce(client: ArtifactClient, { name, root, options, again }: Upload) {
  const files = await filesUnder(root)
  if (files.length === 0) throw new FaultError(`nothing to upload as artifact ${name}: ${root} is empty`)
  try {
    return await client.uploadArtifact(name, files, root, options)
  } catch (cause) {
    if (!isConflict(cause)) throw new FaultError(`could not upload artifact ${name}`, { cause, remedy: RETRY })
    if (!again) throw taken(name, cause)
  }
  await client.deleteArtifact(name)
  return await client.uploadArtifact(name, files, root, options)
}

interface Download {
  readonly name: string
  readonly into: string
  /** Which run it is of. */
  readonly found: FindOptions
  readonly only: ChosenFiles | undefined
}

async function download(client: ArtifactClient, { name, into, found, only }: Download): Promise<boolean> {
  const artifact = await find(client, name, found)
  if (!artifact) return false
  await replaceAtomic(into, (temporary) =>
    only === undefined
      ? downloadTo(client, artifact, { path: temporary, ...found })
      : downloadChosen(client, artifact, { path: temporary, ...found, only }),
  )
  return true
}

/** The archive is kept as it came, and only what was chosen is unpacked. */
async function downloadChosen(
  client: ArtifactClient,
  artifact: Artifact,
  { path: into, only, ...found }: FindOptions & { readonly path: string; readonly only: ChosenFiles },
): Promise<void> {
  if (artifact.size > largestArchive)
    throw new InputError(`artifact ${artifact.name} is larger than 2 GiB`, { remedy: 'Nothing of it is used.' })
  const folder = await mkdtemp(`${into}.archive-`)
  try {
    await downloadTo(client, artifact, { path: folder, ...found, skipDecompress: true })
    const [archive = ''] = await readdir(folder)
    await unpackChosen(path.join(folder, archive), into, only)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A runner's disk holds several of them. */
const largestArchive = 2 * 1024 ** 3

async function downloadTo(
  client: ArtifactClient,
  artifact: Artifact,
  options: FindOptions & { readonly path: string; readonly skipDecompress?: boolean },
): Promise<void> {
  const { digestMismatch } = await fetchTo(client, artifact, options)
  if (digestMismatch)
    throw new FaultError(`artifact ${artifact.name} does not hash to its digest ${artifact.digest}`, { remedy: RETRY })
}

async function fetchTo(client: ArtifactClient, artifact: Artifact, options: DownloadArtifactOptions & FindOptions) {
  const expected = artifact.digest === undefined ? {} : { expectedHash: artifact.digest }
  try {
    return await client.downloadArtifact(artifact.id, { ...options, ...expected })
  } catch (cause) {
    throw new FaultError(`could not download artifact ${artifact.name}`, { cause, remedy: RETRY })
  }
}

async function find(client: ArtifactClient, name: string, found: FindOptions): Promise<Artifact | undefined> {
  try {
    return (await client.getArtifact(name, found)).artifact
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'ArtifactNotFoundError') return undefined
    throw new FaultError(`could not look for artifact ${name}`, { cause, remedy: RETRY })
  }
}

async function filesUnder(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
}

const isConflict = (error: unknown) => /\b409\b|already exists/i.test(errorMessage(error))

const taken = (name: string, cause: unknown) =>
  new InputError(`this run already has an artifact named ${name}`, {
    remedy: 'Give each use of the stage its own artifact-prefix, for example per matrix entry.',
    cause,
  })

const RETRY = "GitHub's artifact service did not do it. Run the job again; see githubstatus.com if it goes on."
