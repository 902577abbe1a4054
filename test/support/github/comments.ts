import type { Fields } from './twirp.ts'

/** What is asked, and with which token. */
interface Asked {
  readonly method: string
  readonly fields: Fields
  readonly authorization: string | undefined
}

export interface StoredComment {
  readonly id: number
  /** Number of the pull request that it stands in. */
  readonly pull: number
  readonly body: string
  readonly user: { readonly login: string }
  readonly html_url: string
}

/** A pull request, as far as somebody looks for it. */
export interface StoredPull {
  readonly number: number
  readonly state: string
  readonly head: { readonly sha: string; readonly ref: string; readonly repo: { readonly full_name: string } | null }
}

const refused = { message: 'Resource not accessible by integration' }

/** Comments of pull requests, as the REST API keeps them: 30 a page, unless more are asked for. */
export class Comments {
  #stored: readonly StoredComment[] = []
  /** The status that requests are answered with, where it is a refusal. */
  status = 200
  /** A token that may read alone, as that of a run for a pull request from a fork. */
  reader: string | undefined
  pulls: readonly StoredPull[] = []

  get stored(): readonly StoredComment[] {
    return this.#stored
  }

  /** Writes a comment as somebody else would. */
  write(body: string, login: string, pull = 3): StoredComment {
    const id = this.#stored.length + 1
    const comment = {
      id,
      pull,
      body,
      user: { login },
      html_url: `https://github.com/acme/penguins/pull/${pull}#issuecomment-${id}`,
    }
    this.#stored = [...this.#stored, comment]
    return comment
  }

  /** Forgets all comments. */
  clear(): void {
    this.#stored = []
  }

  /** @returns status and body of the answer; the path may be none of comments */
  answer({ method, fields, authorization }: Asked, url: URL): readonly [number, object] {
    if (/\/pulls$/.test(url.pathname)) return [200, this.#pullsFrom(url.searchParams)]
    if (url.pathname === '/graphql') return [200, { data: { viewer: { login: 'github-actions' } } }]
    const mayRead = this.reader !== undefined && authorization?.endsWith(` ${this.reader}`)
    if (method !== 'GET' && mayRead) return [403, refused]
    const found = this.#call(method, url, fields)
    if (found === undefined) return [404, { message: 'Not Found' }]
    return this.status < 400 ? [200, found] : [this.status, refused]
  }

  /** As GitHub does: of all, or of those of one state, from the branch that `owner:branch` names. */
  #pullsFrom(asked: URLSearchParams): readonly StoredPull[] {
    const [state, head] = [asked.get('state') ?? 'open', asked.get('head')]
    const from = ({ head: { ref, repo } }: StoredPull) => `${repo?.full_name.split('/')[0]}:${ref}`
    return this.pulls.filter((pull) => pull.state === state && (head === null || from(pull) === head))
  }

  #call(method: string, url: URL, fields: Fields): object | undefined {
    const one = /\/issues\/comments\/(\d+)$/.exec(url.pathname)
    if (method === 'PATCH' && one) return this.#change(Number(one[1]), String(fields['body']))
    const [, pull] = /\/issues\/(\d+)\/comments$/.exec(url.pathname) ?? []
    if (pull === undefined) return undefined
    if (method === 'POST') return this.write(String(fields['body']), 'github-actions[bot]', Number(pull))
    const size = Number(url.searchParams.get('per_page') ?? 30)
    const from = (Number(url.searchParams.get('page') ?? 1) - 1) * size
    return this.#stored.filter((comment) => comment.pull === Number(pull)).slice(from, from + size)
  }

  #change(id: number, body: string): StoredComment | undefined {
    this.#stored = this.#stored.map((comment) => (comment.id === id ? { ...comment, body } : comment))
    return this.#stored.find((comment) => comment.id === id)
  }
}
