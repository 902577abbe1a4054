import { call } from './call.ts'
import { listAt, numberAt, optionalTextAt, textAt } from './read.ts'
import { metricValue } from './runs.ts'
import type { MlflowServer } from './server.ts'

/** One value of a metric as MLflow keeps it. */
export interface MlflowPoint {
  readonly key: string
  readonly value: number
  readonly step: number
  /** Milliseconds since 1970. */
  readonly timestamp: number
}

const largestPage = 25_000

/** All values of a metric that a run logged, in the order of the server. */
export async function metricHistory(server: MlflowServer, run: string, key: string): Promise<readonly MlflowPoint[]> {
  const found: MlflowPoint[] = []
  for (let token: string | undefined = ''; token !== undefined; ) {
    const query = { run_id: run, metric_key: key, max_results: largestPage, page_token: token || undefined }
    const answer: unknown = await call(server, { path: 'metrics/get-history', query })
    found.push(...listAt(answer, 'metrics').map(readPoint))
    token = optionalTextAt(answer, 'next_page_token')
  }
  return found
}

function readPoint(metric: unknown): MlflowPoint {
  return {
    key: textAt(metric, 'key'),
    value: metricValue(metric),
    step: numberAt(metric, 'step') ?? 0,
    timestamp: numberAt(metric, 'timestamp') ?? 0,
  }
}
