/** Files of a repository at some commit, as the REST API gives them when asked for the raw text. */
export class Contents {
  readonly files = new Map<string, string>()
  /** The status that requests are answered with, where it is a refusal. */
  status = 200

  /** @returns status and text; undefined where the path is not one of contents */
  answer(url: URL): readonly [number, string] | undefined {
    const [, name] = /^\/repos\/[^/]+\/[^/]+\/contents\/(.+)$/.exec(url.pathname) ?? []
    if (name === undefined) return undefined
    if (this.status >= 400) return [this.status, '{"message":"Resource not accessible by integration"}']
    const text = this.files.get(`${url.searchParams.get('ref')}:${decodeURIComponent(name)}`)
    return text === undefined ? [404, '{"message":"Not Found"}'] : [200, text]
  }
}
