/** A workflow run, as far as somebody looks at it. */
export interface StoredRun {
  readonly id: number
  readonly head_branch: string
  readonly event: string
  readonly conclusion: string | null
  /** Of which repository's branch. */
  readonly head_repository: { readonly id: number }
  readonly repository: { readonly id: number }
}

const refused = { message: 'Resource not accessible by integration' }

/** The workflow runs of a repository whose default branch is main. */
export class Runs {
  stored: readonly StoredRun[] = []
  /** The status that requests are answered with, where it is a refusal. */
  status = 200

  /** Keeps a run, by default a successful push to main. */
  add(id: number, more: Partial<StoredRun> = {}): void {
    const own = { id: 1 }
    const run = { id, head_branch: 'main', event: 'push', conclusion: 'success', repository: own, head_repository: own }
    this.stored = [...this.stored, { ...run, ...more }]
  }

  /** @returns status and body; undefined where the path is none of runs */
  answer(url: URL): [status: number, body: object] | undefined {
    if (this.status >= 400 && url.pathname.includes('/actions/')) return [this.status, refused]
    if (/^\/repos\/[^/]+\/[^/]+$/.test(url.pathname)) return [200, { default_branch: 'main' }]
    const [, id] = /\/actions\/runs\/(\d+)$/.exec(url.pathname) ?? []
    if (id === undefined) return undefined
    const found = this.stored.find((run) => String(run.id) === id)
    return found ? [200, found] : [404, { message: 'Not Found' }]
  }
}
