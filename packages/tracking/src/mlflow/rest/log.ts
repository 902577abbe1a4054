import { batchBody, batches, type Logged } from './batch.ts'
import { call } from './call.ts'
import { type MlflowPoint, metricHistory } from './history.ts'
import type { MlflowServer } from './server.ts'

export interface LogOptions {
  /** Whether some of it may be there already: an earlier attempt ended without an answer. */
  readonly again?: boolean
  /** Whether the store itself drops a point that it has already (`ServerInfo`). */
  readonly dropsRepeatedPoints: boolean
}

/**
 * Logs metrics, params and tags of a run. An attempt that got no answer may have written a part. Params and tags may be written
 * twice. A point has a time of its own, so that a store of MLflow in a database knows it and drops the second; of any other
 * store the points are read before they are sent again.
 * @throws InputError for a param that has another value already
 */
export function logToRun(server: MlflowServer, run: string, logged: Logged, options: LogOptions): Promise<void> {
  let again = options.again ?? false
  return server.http.retry(async () => {
    const missing = again && !options.dropsRepeatedPoints ? await notYetLogged(server, run, logged) : logged
    again = true
    for (const batch of batches(missing))
      await call(server, { method: 'POST', path: 'runs/log-batch', body: batchBody(run, batch), once: true })
  })
}

async function notYetLogged(server: MlflowServer, run: string, logged: Logged): Promise<Logged> {
  const there = new Set<string>()
  for (const key of new Set(logged.metrics?.map((point) => point.key)))
    for (const point of await metricHistory(server, run, key)) there.add(nameOf(point))
  return { ...logged, metrics: logged.metrics?.filter((point) => !there.has(nameOf(point))) ?? [] }
}

function nameOf({ key, step, timestamp, value }: MlflowPoint): string {
  return JSON.stringify([key, step, timestamp, String(value)])
}

/** Sets params that have no value yet: they are written once, and what the user's own script logged stands. */
export async function completeParams(
  server: MlflowServer,
  run: string,
  params: Readonly<Record<string, string>>,
  there: Readonly<Record<string, string>>,
): Promise<void> {
  const missing = Object.entries(params).filter(([key]) => !Object.hasOwn(there, key))
  await logToRun(server, run, { params: Object.fromEntries(missing) }, { dropsRepeatedPoints: true })
}
