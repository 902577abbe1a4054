import { createHash } from 'node:crypto'
import type { Blobs } from './blobs.ts'
import type { Runs } from './runs.ts'
import { type Fields, Refusal } from './twirp.ts'

export interface StoredArtifact {
  readonly run: string
  readonly id: number
  readonly name: string
  readonly blob: string
  readonly size: string
  readonly digest: string | undefined
  readonly expiresAt: string | undefined
}

/** GitHub's artifact service: immutable names within a run. */
export class Artifacts {
  readonly #blobs: Blobs
  readonly #open = new Map<string, { readonly blob: string; readonly expiresAt: string | undefined }>()
  stored: readonly StoredArtifact[] = []
  /** Runs whose artifacts were kept long enough. */
  readonly expired = new Set<string>()

  readonly #runs: Runs

  constructor(blobs: Blobs, runs: Runs) {
    this.#blobs = blobs
    this.#runs = runs
  }

  call(method: string, fields: Fields, origin: string): Fields {
    const [run, name] = [String(fields['workflowRunBackendId']), String(fields['name'])]
    switch (method) {
      case 'CreateArtifact':
        return this.#create(run, name, fields, origin)
      case 'FinalizeArtifact':
        return this.#finalize(run, name, fields)
      case 'ListArtifacts':
        return { artifacts: this.#list(run, fields) }
      case 'GetSignedArtifactURL':
        return { signedUrl: this.#blobs.url(origin, this.#find(run, name).blob) }
      case 'DeleteArtifact':
        return this.#delete(run, name)
      default:
        throw new Refusal(404, 'bad_route', `no such method: ${method}`)
    }
  }

  /** The REST API, by which artifacts of other runs are reached. @returns a body, or where to go; undefined for other paths */
  rest(url: URL, origin: string): { readonly body: object } | { readonly location: string } | undefined {
    const [, run] = /\/actions\/runs\/([^/]+)\/artifacts$/.exec(url.pathname) ?? []
    if (run !== undefined) return { body: this.#listed(run, url.searchParams.get('name')) }
    if (url.pathname.endsWith('/actions/artifacts')) return { body: this.#listedOfAll(url.searchParams) }
    const [, id] = /\/actions\/artifacts\/(\d+)\/zip$/.exec(url.pathname) ?? []
    const found = this.stored.find((artifact) => String(artifact.id) === id)
    return found && { location: this.#blobs.url(origin, found.blob) }
  }

  /** Keeps an archive as a client of somebody else's may have sent it. */
  plant(run: string, name: string, archive: Buffer): void {
    const [blob, id] = [this.#blobs.create('.zip', archive), this.#nextId()]
    const digest = `sha256:${createHash('sha256').update(archive).digest('hex')}`
    const planted = { run, id, name, blob, size: String(archive.length), digest, expiresAt: undefined }
    this.stored = [...this.stored.filter((one) => one.run !== run || one.name !== name), planted]
  }

  #listed(run: string, name: string | null): object {
    const found = this.stored.filter((one) => one.run === run && (name === null || one.name === name))
    const artifacts = found.map(({ id, name: called, size, digest }) => ({
      id,
      name: called,
      size_in_bytes: Number(size),
      created_at: '2026-01-01T00:00:00Z',
      ...(digest !== undefined && { digest }),
    }))
    return { total_count: artifacts.length, artifacts }
  }

  /** Those of every run, the newest first. */
  #listedOfAll(asked: URLSearchParams): object {
    const size = Number(asked.get('per_page') ?? 30)
    const from = (Number(asked.get('page') ?? 1) - 1) * size
    const all = this.stored.filter(({ name }) => name === asked.get('name')).toReversed()
    const artifacts = all.slice(from, from + size).map(({ id, name, run }) => ({
      id,
      name,
      expired: this.expired.has(run),
      created_at: new Date(Date.UTC(2026, 0, 1) + id * 1000).toISOString(),
      workflow_run: {
        id: Number(run),
        head_branch: this.#runs.stored.find((one) => one.id === Number(run))?.head_branch,
      },
    }))
    return { total_count: all.length, artifacts }
  }

  #create(run: string, name: string, fields: Fields, origin: string): Fields {
    if (this.stored.some((artifact) => artifact.run === run && artifact.name === name)) {
      throw new Refusal(409, 'already_exists', 'an artifact with this name already exists on the workflow run')
    }
    const blob = this.#blobs.create('.zip')
    this.#open.set(`${run}/${name}`, { blob, expiresAt: text(fields['expiresAt']) })
    return { ok: true, signedUploadUrl: this.#blobs.url(origin, blob) }
  }

  #nextId(): number {
    return Math.max(0, ...this.stored.map(({ id }) => id)) + 1
  }

  #finalize(run: string, name: string, fields: Fields): Fields {
    const open = this.#open.get(`${run}/${name}`)
    if (!open) throw new Refusal(404, 'not_found', `${name} was not created`)
    const id = this.#nextId()
    this.stored = [
      ...this.stored,
      { run, id, name, size: String(fields['size']), digest: text(fields['hash']), ...open },
    ]
    return { ok: true, artifactId: String(id) }
  }

  #list(run: string, { nameFilter, idFilter }: Fields): Fields[] {
    return this.stored
      .filter((artifact) => artifact.run === run)
      .filter(
        ({ name, id }) =>
          (nameFilter === undefined || name === nameFilter) && (idFilter === undefined || String(id) === idFilter),
      )
      .map(({ id, name, size, digest }) => ({
        workflowRunBackendId: run,
        workflowJobRunBackendId: 'job',
        databaseId: String(id),
        name,
        size,
        createdAt: '2026-01-01T00:00:00Z',
        ...(digest !== undefined && { digest }),
      }))
  }

  #find(run: string, name: string): StoredArtifact {
    const found = this.stored.findLast((artifact) => artifact.run === run && artifact.name === name)
    if (!found) throw new Refusal(404, 'not_found', `no artifact ${name}`)
    return found
  }

  #delete(run: string, name: string): Fields {
    const found = this.#find(run, name)
    this.stored = this.stored.filter((artifact) => artifact !== found)
    return { ok: true, artifactId: String(found.id) }
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
