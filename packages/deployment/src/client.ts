import type { Predictions } from '@trainyard/model'
import { type Batch, type ColumnValues, errorMessage, FaultError, type Services } from '@trainyard/ports'

/** What the server says of itself at `GET /`. */
export interface Described {
  readonly model: string
  /** First digits of the digest of its model. */
  readonly version: string
  readonly columns: readonly { readonly name: string; readonly text: boolean }[]
}

interface OutputTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: readonly unknown[]
}

type Fetch = Services['fetch']

/** Whether the server at this address says that it is ready. An unreachable one is not. */
export async function isReady(fetch: Fetch, url: string): Promise<boolean> {
  const signal = AbortSignal.timeout(2000)
  const response = await fetch(`${url}/v2/health/ready`, { signal }).catch(() => undefined)
  await response?.body?.cancel()
  return response?.ok ?? false
}

/** Asks a server which model it serves, and which columns that takes. */
export async function describe(fetch: Fetch, url: string): Promise<Described> {
  const body = await ask(fetch, `${url}/`)
  if (isDescribed(body)) return body
  throw new FaultError(`${url} is not a Trainyard server`)
}

/** Asks a server for predictions, over the Open Inference Protocol. */
export async function infer(fetch: Fetch, url: string, server: Described, batch: Batch): Promise<Predictions> {
  const body = await ask(fetch, `${url}${inferencePath(server)}`, inferenceRequest(server, batch))
  return readPredictions(body, batch.rows)
}

export function inferencePath({ model }: Described): string {
  return `/v2/models/${encodeURIComponent(model)}/infer`
}

/** Rows as the Open Inference Protocol asks for them. @throws FaultError where a column is lacking */
export function inferenceRequest({ columns }: Described, batch: Batch): { readonly inputs: readonly unknown[] } {
  const inputs = columns.map(({ name, text }) => ({
    name,
    shape: [batch.rows],
    datatype: text ? 'BYTES' : 'FP64',
    data: jsonValues(batch.columns.get(name), name),
  }))
  return { inputs }
}

function jsonValues(values: ColumnValues | undefined, name: string): unknown[] {
  if (!values) throw new FaultError(`the server asks for the column ${name}, which the rows to compare do not have`)
  return Array.from<unknown, unknown>(values, (value) => (Number.isNaN(value) ? null : value))
}

async function ask(fetch: Fetch, url: string, request?: unknown): Promise<unknown> {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request) }
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(30_000), ...(request !== undefined && post) })
    const text = await response.text()
    if (!response.ok) throw new FaultError(`${url} answered ${response.status}: ${text.slice(0, 500)}`)
    return JSON.parse(text)
  } catch (error) {
    throw error instanceof FaultError ? error : new FaultError(`${url}: ${errorMessage(error)}`, { cause: error })
  }
}

function readPredictions(body: unknown, rows: number): Predictions {
  const outputs = isObject(body) && Array.isArray(body['outputs']) ? body['outputs'].filter(isTensor) : []
  const [prediction] = outputs
  const wide = outputs.find(({ name, shape }) => name !== prediction?.name && shape.length === 2)
  const probabilities = wide && { probabilities: Float64Array.from(wide.data, numberOf) }
  const [, labels = 1] = prediction?.shape ?? []
  if (prediction && labels > 1 && prediction.data.length === rows * labels)
    return { rows, indicators: Uint8Array.from(prediction.data, Number), ...probabilities }
  if (!prediction || prediction.data.length !== rows)
    throw new FaultError(`the server answered without ${rows} predictions`)
  const numbers = Float64Array.from(prediction.data, numberOf)
  return { rows, labels: prediction.data.map(String), values: numbers, ...probabilities }
}

/** JSON has no NaN: the server writes `null` for it. */
function numberOf(value: unknown): number {
  return value === null ? Number.NaN : Number(value)
}

function isDescribed(body: unknown): body is Described {
  if (!isObject(body) || typeof body['model'] !== 'string' || typeof body['version'] !== 'string') return false
  const { columns } = body
  return Array.isArray(columns) && columns.every((column) => isObject(column) && typeof column['name'] === 'string')
}

function isTensor(value: unknown): value is OutputTensor {
  return isObject(value) && Array.isArray(value['data']) && Array.isArray(value['shape'])
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
