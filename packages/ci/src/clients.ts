import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { fromSource } from './place.ts'

interface Clients {
  readonly artifact: typeof import('@actions/artifact')
  readonly attest: Pick<typeof import('@actions/attest'), 'attest'>
  readonly cache: typeof import('@actions/cache')
  readonly github: typeof import('@actions/github')
}

/**
 * Loads one of GitHub's heavy clients when it is first needed. The bundles share one copy of each in `dist/shared/`;
 * from source it is the package itself. The comment keeps the bundler from pulling the client into every bundle.
 */
export async function loadClient<Name extends keyof Clients>(name: Name, dist: string): Promise<Clients[Name]> {
  const bundle = pathToFileURL(path.join(dist, 'shared', name, 'index.js')).href
  return await import(/* webpackIgnore: true */ fromSource ? `@actions/${name}` : bundle)
}
