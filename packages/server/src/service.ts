import type { ModelPackage, Predictions, Predictor } from '@trainyard/model'
import { type Batch, type Clock, InputError } from '@trainyard/ports'
import { badRequest, unavailable } from './errors.ts'
import { type InputColumn, inputColumns } from './input/columns.ts'
import { labelsHad, loggedRows } from './logged.ts'
import type { Metrics } from './metrics.ts'
import type { PredictionLog } from './prediction-log.ts'
import { openQueue } from './queue.ts'

export interface ServiceOptions {
  readonly predictor: Predictor
  readonly document: ModelPackage['document']
  readonly metrics: Metrics
  readonly clock: Pick<Clock, 'now'>
  readonly log?: PredictionLog
  /** 1,024 by default. */
  readonly maxBatchRows?: number
  /** 65,536 by default. */
  readonly maxQueuedRows?: number
}

/** The model behind the routes: its queue, its metrics, its log, and whether it is ready. */
export interface Service {
  readonly document: ModelPackage['document']
  /** First twelve digits of the model's digest. */
  readonly version: string
  readonly columns: readonly InputColumn[]
  readonly metrics: Metrics
  state(): 'starting' | 'ready' | 'stopping'
  /** Runs the model once, then says it is ready. */
  warmUp(): Promise<void>
  /** @throws RequestError 503 before the warm-up and where too many rows wait, 400 where the model fails on the rows */
  predict(batch: Batch, id: string): Promise<Predictions>
  /** From now on not ready. Requests are still answered. */
  stop(): void
  /** Ends the model's thread and writes what the log still holds. */
  close(): Promise<void>
}

/** Puts a model behind a queue. */
export function createService(options: ServiceOptions): Service {
  const { predictor, document, metrics, log, clock } = options
  const columns = inputColumns(document.signature)
  const queue = openQueue(predictor, {
    maxBatchRows: options.maxBatchRows ?? 1024,
    maxQueuedRows: options.maxQueuedRows ?? 65_536,
    onBatch: (rows) => metrics.batchRows.observe(rows),
  })
  let state: ReturnType<Service['state']> = 'starting'
  return {
    document,
    version: document.sha256.slice(0, 12),
    columns,
    metrics,
    state: () => state,
    warmUp: async () => {
      await predictor.predict(emptyRow(columns))
      if (state === 'starting') state = 'ready'
    },
    predict: async (batch, id) => {
      if (state === 'starting') throw unavailable('the model is not ready yet')
      const predictions = await queue
        .predict(batch)
        .catch(asRequestError)
        .finally(() => metrics.queuedRows.set(queue.rows()))
      count(metrics, predictions, document)
      log?.append(loggedRows({ batch, predictions, id, columns, document, time: clock.now().toISOString() }))
      return predictions
    },
    stop: () => {
      state = 'stopping'
    },
    close: async () => {
      await Promise.all([predictor.close(), log?.close()])
    },
  }
}

/** A row without information, to run the model once. */
function emptyRow(columns: readonly InputColumn[]): Batch {
  const value = (column: InputColumn) => (column.tensor === 'string' ? [''] : Float64Array.of(0))
  return { rows: 1, columns: new Map(columns.map((column) => [column.name, value(column)])) }
}

function asRequestError(error: unknown): never {
  if (error instanceof InputError) throw badRequest(error.message)
  throw error
}

function count(metrics: Metrics, predictions: Predictions, document: Service['document']): void {
  const { rows, labels, indicators } = predictions
  metrics.rows.inc(rows)
  for (const label of labels ?? []) metrics.predictions.inc({ class: label })
  if (indicators === undefined) return
  for (let row = 0; row < rows; row += 1)
    for (const label of labelsHad(predictions, document, row)) metrics.predictions.inc({ class: label })
}
