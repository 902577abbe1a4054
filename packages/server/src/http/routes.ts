import { RequestError } from '../errors.ts'

/** A request as a handler sees it. */
export interface Call {
  readonly method: string
  /** Named parts of the path, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** @throws RequestError 413, 415 or 400 */
  body(): Promise<string>
  /** From the header x-request-id, or made up. */
  readonly id: string
}

export interface Answer {
  readonly status?: number
  /** Left out: JSON. */
  readonly type?: string
  /** Text is sent as it is, anything else as JSON. */
  readonly body: unknown
}

/** One path of the server. Adding one: a new entry in a file of `routes/`. */
export interface Route {
  readonly method: 'GET' | 'POST'
  /** Fixed parts and `{named}` ones. It is also the route's name in metrics. */
  readonly path: string
  /** Shape of an error's body. */
  readonly errors: 'oip' | 'mlflow'
  handle(call: Call): Answer | Promise<Answer>
}

export interface Match {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

/**
 * Finds the route of a request.
 * @throws RequestError 404 for an unknown path, 405 for a path that takes another method
 */
export function matchRoute(routes: readonly Route[], method: string, url: string): Match {
  const parts = pathParts(url)
  const matches = routes.flatMap((route) => {
    const params = matchPath(route.path.split('/'), parts)
    return params ? [{ route, params }] : []
  })
  if (matches.length === 0) throw new RequestError(404, 'no such path. GET / lists those there are.')
  const found = matches.find(({ route }) => route.method === (method === 'HEAD' ? 'GET' : method))
  if (found) return found
  const allow = matches.map(({ route }) => route.method).join(', ')
  throw new RequestError(405, `this path takes ${allow}`, { headers: { allow } })
}

function pathParts(url: string): string[] {
  const [path = '/'] = url.split('?', 1)
  try {
    return (path.length > 1 ? path.replace(/\/$/, '') : path).split('/').map(decodeURIComponent)
  } catch {
    throw new RequestError(400, 'the path is not well encoded')
  }
}

function matchPath(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    const given = parts[index] ?? ''
    if (part.startsWith('{')) params[part.slice(1, -1)] = given
    else if (part !== given) return undefined
  }
  return params
}
