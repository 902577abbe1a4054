import { ask } from './call.ts'
import { at } from './read.ts'
import type { MlflowServer } from './server.ts'

/** The server's version, such as `3.17.2`; undefined where it does not tell. */
export async function serverVersion({ uri, headers, http }: MlflowServer): Promise<string | undefined> {
  const response = await http.send({ url: `${uri}/version`, headers, expect: [401, 403, 404] })
  const text = (await response.text()).trim()
  return response.ok && /^\d+\.\d+\.\w+$/.test(text) ? text : undefined
}

export interface ServerInfo {
  /** Whether large files may go to the store in parts, without passing through the server. */
  readonly multipart: boolean
  /** Whether the store drops a metric point that it already has. */
  readonly dropsRepeatedPoints: boolean
}

/** What a server of version 3 says of itself; of others the least is taken for granted. */
export async function serverInfo(server: MlflowServer): Promise<ServerInfo> {
  const answer = await ask(server, { path: '/3.0/mlflow/server-info' })
  const body = answer.ok ? answer.body : undefined
  return {
    multipart: at(body, 'multipart_uploads_enabled') === true,
    dropsRepeatedPoints: at(body, 'store_type') === 'SqlStore',
  }
}
