import type { Fields } from './twirp.ts'

export interface StoredComment {
  readonly id: number
  readonly body: string
  readonly user: { readonly login: string }
  readonly html_url: string
}

/** Comments of pull requests, as the REST API keeps them: 30 a page, unless more are asked for. */
export class Comments {
  #stored: readonly StoredComment[] = []
  /** The status that requests are answered with, where it is a refusal. */
  status = 200
  /** Pull requests that any commit is part of. */
  pulls: readonly { number: number; state: string; head: { sha: string } }[] = []

  get stored(): readonly StoredComment[] {
    return this.#stored
  }

  /** Writes a comment as somebody else would. */
  write(body: string, login: string): StoredComment {
    const id = this.#stored.length + 1
    const comment = {
      id,
      body,
      user: { login },
      html_url: `https://github.com/acme/penguins/pull/3#issuecomment-${id}`,
    }
    this.#stored = [...this.#stored, comment]
    return comment
  }

  /** Forgets all comments. */
  clear(): void {
    this.#stored = []
  }

  /** @returns status and body of the answer; the path may be none of comments */
  answer(method: string, url: URL, fields: Fields): readonly [number, object] {
    if (/\/commits\/[0-9a-f]+\/pulls$/.test(url.pathname)) return [200, this.pulls]
    if (url.pathname === '/graphql') return [200, { data: { viewer: { login: 'github-actions' } } }]
    const found = this.#call(method, url, fields)
    if (found === undefined) return [404, { message: 'Not Found' }]
    return this.status < 400 ? [200, found] : [this.status, { message: 'Resource not accessible by integration' }]
  }

  #call(method: string, url: URL, fields: Fields): object | undefined {
    const one = /\/issues\/comments\/(\d+)$/.exec(url.pathname)
    if (method === 'PATCH' && one) return this.#change(Number(one[1]), String(fields['body']))
    if (!/\/issues\/\d+\/comments$/.test(url.pathname)) return undefined
    if (method === 'POST') return this.write(String(fields['body']), 'github-actions[bot]')
    const size = Number(url.searchParams.get('per_page') ?? 30)
    const from = (Number(url.searchParams.get('page') ?? 1) - 1) * size
    return this.#stored.slice(from, from + size)
  }

  #change(id: number, body: string): StoredComment | undefined {
    this.#stored = this.#stored.map((comment) => (comment.id === id ? { ...comment, body } : comment))
    return this.#stored.find((comment) => comment.id === id)
  }
}
