import type { Predictions, Predictor } from '@trainyard/model'
import type { Batch } from '@trainyard/ports'
import { joinBatches, joinPredictions, sliceBatch, slicePredictions } from './batches.ts'
import { unavailable } from './errors.ts'

export interface QueueOptions {
  /** Most rows that the model is given at once. */
  readonly maxBatchRows: number
  /** Most rows that may wait. A request that finds the queue empty is always taken. */
  readonly maxQueuedRows: number
  /** Called with the number of rows of each run. */
  readonly onBatch?: (rows: number) => void
}

export interface Queue {
  /** @throws RequestError 503 where too many rows wait already */
  predict(batch: Batch): Promise<Predictions>
  /** Rows that wait or are being computed. */
  rows(): number
}

interface Waiting {
  readonly batch: Batch
  resolve(predictions: Predictions): void
  reject(error: unknown): void
}

/**
 * Zero-delay micro-batching: whatever came in while the model was computing is its next batch. A lone request never
 * waits for others. A request larger than a batch is computed in parts. Where a batch fails, each of its requests is
 * computed alone, so that only the one at fault fails.
 */
export function openQueue(predictor: Pick<Predictor, 'predict'>, options: QueueOptions): Queue {
  const { maxBatchRows, maxQueuedRows, onBatch } = options
  const waiting: Waiting[] = []
  let rows = 0
  let running = false

  async function drain(): Promise<void> {
    if (running) return
    running = true
    while (waiting.length > 0) {
      const taken = takeBatch(waiting, maxBatchRows)
      onBatch?.(sumRows(taken))
      await runTogether(predictor, taken)
    }
    running = false
  }

  const enqueue = (batch: Batch) =>
    new Promise<Predictions>((resolve, reject) => {
      waiting.push({ batch, resolve, reject })
    })

  return {
    rows: () => rows,
    predict: async (batch) => {
      if (rows > 0 && rows + batch.rows > maxQueuedRows) throw unavailable('too many requests are waiting')
      rows += batch.rows
      const parts = splitBatch(batch, maxBatchRows).map(enqueue)
      drain()
      try {
        return joinPredictions(await Promise.all(parts))
      } finally {
        rows -= batch.rows
      }
    },
  }
}

function splitBatch(batch: Batch, size: number): Batch[] {
  return Array.from({ length: Math.ceil(batch.rows / size) }, (_, part) =>
    sliceBatch(batch, part * size, Math.min((part + 1) * size, batch.rows)),
  )
}

function takeBatch(waiting: Waiting[], maxRows: number): Waiting[] {
  let rows = 0
  const count = waiting.findIndex(({ batch }, index) => {
    rows += batch.rows
    return index > 0 && rows > maxRows
  })
  return waiting.splice(0, count < 0 ? waiting.length : count)
}

async function runTogether(predictor: Pick<Predictor, 'predict'>, taken: readonly Waiting[]): Promise<void> {
  try {
    const all = await predictor.predict(joinBatches(taken.map(({ batch }) => batch)))
    let start = 0
    for (const { batch, resolve } of taken) {
      resolve(slicePredictions(all, start, start + batch.rows))
      start += batch.rows
    }
  } catch (error) {
    if (taken.length === 1) taken[0]?.reject(error)
    else for (const each of taken) await runTogether(predictor, [each])
  }
}

function sumRows(taken: readonly Waiting[]): number {
  return taken.reduce((sum, { batch }) => sum + batch.rows, 0)
}
