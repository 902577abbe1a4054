import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Predictions } from '@trainyard/model'
import type { Batch } from '@trainyard/ports'
import fc from 'fast-check'
import { openQueue } from './queue.ts'
import { doorGraph, fragileGraph, openTestModel, type TestModel } from './testing/model.ts'

interface Row {
  readonly length: number
  readonly count: number
  readonly open: number
  readonly place: string | null
}

const row = fc.record<Row>({
  length: fc.oneof(fc.double({ min: -10, max: 10, noNaN: true }), fc.constant(Number.NaN)),
  count: fc.integer({ min: -5, max: 5 }),
  open: fc.constantFrom(0, 1),
  place: fc.constantFrom('hall', 'attic', null),
})

const batchOf = (rows: readonly Row[]): Batch => ({
  rows: rows.length,
  columns: new Map<string, Float64Array | readonly (string | null)[]>([
    ['length', Float64Array.from(rows, ({ length }) => length)],
    ['count', Float64Array.from(rows, ({ count }) => count)],
    ['open', Float64Array.from(rows, ({ open }) => open)],
    ['place', rows.map(({ place }) => place)],
  ]),
})

describe('a queue before a real model', () => {
  let door: TestModel
  let fragile: TestModel
  beforeAll(async () => {
    door = await openTestModel(doorGraph)
    fragile = await openTestModel(fragileGraph)
  })
  afterAll(() => Promise.all([door.close(), fragile.close()]))

  test('batched answers equal single answers, whoever waits with whom and however large', async () => {
    const requests = fc.array(fc.array(row, { minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 12 })
    const property = fc.asyncProperty(requests, fc.integer({ min: 1, max: 8 }), async (all, maxBatchRows) => {
      const sizes: number[] = []
      const options = { maxBatchRows, maxQueuedRows: 10_000, onBatch: (rows: number) => sizes.push(rows) }
      const queue = openQueue(door.predictor, options)
      const together = await Promise.all(all.map((rows) => queue.predict(batchOf(rows))))
      for (const [index, rows] of all.entries())
        expect(plain(together[index])).toEqual(plain(await door.predictor.predict(batchOf(rows))))
      expect(Math.max(...sizes)).toBeLessThanOrEqual(maxBatchRows)
      expect(queue.rows()).toBe(0)
    })
    await fc.assert(property, { numRuns: 100 })
  }, 60_000)

  test('what comes in while the model computes is its next batch', async () => {
    const sizes: number[] = []
    const queue = openQueue(door.predictor, {
      maxBatchRows: 1024,
      maxQueuedRows: 1024,
      onBatch: (rows) => sizes.push(rows),
    })
    const one = batchOf([{ length: 1, count: 1, open: 1, place: null }])
    await Promise.all(Array.from({ length: 20 }, () => queue.predict(one)))
    expect(sizes).toEqual([1, 19])
  })

  test('a request that breaks the model fails alone', async () => {
    const queue = openQueue(fragile.predictor, { maxBatchRows: 100, maxQueuedRows: 100 })
    const request = (index: number): Batch => ({ rows: 1, columns: new Map([['index', Float64Array.of(index)]]) })
    const results = await Promise.allSettled([0, 1, 7, 2, 1].map((index) => queue.predict(request(index))))
    const told = results.map((result) => (result.status === 'fulfilled' ? result.value.values?.[0] : 'failed'))
    expect(told).toEqual([10, 20, 'failed', 30, 20])
  })

  test('too many waiting rows are refused with 503, and a lone large request is taken', async () => {
    const queue = openQueue(door.predictor, { maxBatchRows: 4, maxQueuedRows: 10 })
    const rows = (count: number) =>
      batchOf(Array.from({ length: count }, () => ({ length: 1, count: 1, open: 0, place: 'hall' })))
    const large = queue.predict(rows(50))
    await expect(queue.predict(rows(1))).rejects.toMatchObject({ status: 503, headers: { 'retry-after': '1' } })
    expect((await large).labels).toHaveLength(50)
    expect((await queue.predict(rows(1))).rows).toBe(1)
  })
})

function plain(predictions: Predictions | undefined) {
  return { ...predictions, probabilities: Array.from(predictions?.probabilities ?? []) }
}
