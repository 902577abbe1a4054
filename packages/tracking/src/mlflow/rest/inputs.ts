import { call } from './call.ts'
import type { MlflowServer } from './server.ts'

/** What a run consumed: one dataset, as the UI of MLflow shows it. The server knows it again by name and digest. */
export interface DatasetInput {
  readonly name: string
  /** At most 36 characters. */
  readonly digest: string
  readonly sourceType: string
  /** JSON. */
  readonly source: string
  readonly schema?: string
  readonly profile?: string
  /** What it was used for: `training`. */
  readonly context: string
}

export async function logInput(server: MlflowServer, run: string, input: DatasetInput): Promise<void> {
  const { name, digest, sourceType, source, schema, profile, context } = input
  const dataset = {
    name,
    digest,
    source_type: sourceType,
    source,
    ...(schema && { schema }),
    ...(profile && { profile }),
  }
  const datasets = [{ dataset, tags: [{ key: 'mlflow.data.context', value: context }] }]
  await call(server, { method: 'POST', path: 'runs/log-inputs', body: { run_id: run, datasets } })
}
