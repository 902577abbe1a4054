import type { MlflowPoint } from './history.ts'

/** What one run logs. */
export interface Logged {
  readonly metrics?: readonly MlflowPoint[]
  readonly params?: Readonly<Record<string, string>>
  readonly tags?: Readonly<Record<string, string>>
}

/** One request of log-batch: its entries, each as the JSON that is sent. */
export interface Batch {
  readonly metrics: readonly string[]
  readonly params: readonly string[]
  readonly tags: readonly string[]
}

const kinds = ['params', 'tags', 'metrics'] as const
type Kind = (typeof kinds)[number]

/** Limits of a request of log-batch: entries of each kind, of all kinds together, and bytes. mlflow/utils/validation.py. */
const limits = { metrics: 1000, params: 100, tags: 100, entries: 1000, bytes: 1_000_000 }

/** Bytes of a request beside its entries: the names of the lists, the braces, the run's id. */
const envelope = 1024

/** Shares out what is logged over as few requests as the limits allow, in order. */
export function batches(logged: Logged): Batch[] {
  const all: Batch[] = []
  let batch = emptyBatch()
  for (const { kind, json, bytes } of entries(logged)) {
    if (!fits(batch, kind, bytes)) {
      all.push(batch)
      batch = emptyBatch()
    }
    batch[kind].push(json)
    batch.entries += 1
    batch.bytes += bytes
  }
  return batch.entries > 0 ? [...all, batch] : all
}

/** The body of a request. */
export function batchBody(run: string, { metrics, params, tags }: Batch): string {
  const lists = Object.entries({ metrics, params, tags }).map(([name, list]) => `"${name}":[${list.join(',')}]`)
  return `{"run_id":${JSON.stringify(run)},${lists.join(',')}}`
}

interface Growing {
  readonly metrics: string[]
  readonly params: string[]
  readonly tags: string[]
  entries: number
  bytes: number
}

function emptyBatch(): Growing {
  return { metrics: [], params: [], tags: [], entries: 0, bytes: envelope }
}

function fits(batch: Growing, kind: Kind, bytes: number): boolean {
  return batch[kind].length < limits[kind] && batch.entries < limits.entries && batch.bytes + bytes <= limits.bytes
}

function* entries({ metrics = [], params = {}, tags = {} }: Logged) {
  for (const [key, value] of Object.entries(params)) yield entry('params', JSON.stringify({ key, value }))
  for (const [key, value] of Object.entries(tags)) yield entry('tags', JSON.stringify({ key, value }))
  for (const point of metrics) yield entry('metrics', pointJson(point))
}

function entry(kind: Kind, json: string) {
  return { kind, json, bytes: Buffer.byteLength(json) + 1 }
}

/** JSON has no NaN and no infinity; MLflow reads them as text. */
function pointJson({ key, value, step, timestamp }: MlflowPoint): string {
  return JSON.stringify({ key, value: Number.isFinite(value) ? value : String(value), timestamp, step })
}
