import type { MlflowServer } from '../rest/server.ts'

/** Where a run or a logged model keeps its files, and whose they are. */
export interface ArtifactPlace {
  /** `mlflow-artifacts:/1/ab…/artifacts` where the server passes files on, else an address of the store itself. */
  readonly uri: string
  readonly owner: { readonly run_id: string } | { readonly model_id: string }
}

/** The part of the server that passes files on, seen from one place. */
export interface ArtifactProxy {
  /** Address before `/api`. */
  readonly base: string
  /** Path of the place below the root of all artifacts, without slashes around it. */
  readonly root: string
  /** Credentials, where the proxy is the server itself: no other host is told them. */
  readonly headers: Readonly<Record<string, string>>
}

const endpoint = '/api/2.0/mlflow-artifacts/artifacts'

/** @returns undefined where the server does not pass files on */
export function proxyOf(server: MlflowServer, { uri }: ArtifactPlace): ArtifactProxy | undefined {
  const { protocol, host, pathname, origin } = new URL(uri)
  if (protocol === 'mlflow-artifacts:') {
    const base = host === '' ? server.uri : `${new URL(server.uri).protocol}//${host}`
    return proxy(server, base, pathname)
  }
  const [prefix = '', root] = pathname.split(endpoint)
  if (!protocol.startsWith('http') || root === undefined) return undefined
  return proxy(server, `${origin}${prefix}`, root)
}

function proxy(server: MlflowServer, base: string, root: string): ArtifactProxy {
  const own = new URL(base).origin === new URL(server.uri).origin
  return { base, root: root.replace(/^\/+|\/+$/g, ''), headers: own ? server.headers : {} }
}

/** Address of a file under the proxy. */
export function fileUrl({ base, root }: ArtifactProxy, file: string): string {
  return `${base}${endpoint}/${encoded(decodeURIComponent(root))}/${encoded(file)}`
}

/** Address that does something with a file in parts: `create`, `complete` or `abort`. */
export function partsUrl({ base, root }: ArtifactProxy, what: string, folder: string): string {
  const path = [encoded(decodeURIComponent(root)), encoded(folder)].filter(Boolean).join('/')
  return `${base}/api/2.0/mlflow-artifacts/mpu/${what}/${path}`
}

/** Address of the list of what lies in a folder. */
export function listUrl({ base, root }: ArtifactProxy, folder: string): string {
  const url = new URL(`${base}${endpoint}`)
  url.searchParams.set('path', [decodeURIComponent(root), folder].filter(Boolean).join('/'))
  return url.href
}

function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}
