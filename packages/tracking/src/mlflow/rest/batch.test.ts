import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { batchBody, batches, type Logged } from './batch.ts'

const point = fc.record({
  key: fc.string({ maxLength: 250 }),
  value: fc.oneof(fc.double(), fc.integer()),
  step: fc.integer(),
  timestamp: fc.nat(),
})
const texts = (longest: number) => fc.dictionary(fc.string(), fc.string({ maxLength: longest }), { maxKeys: 300 })
const logged: fc.Arbitrary<Logged> = fc.record({
  metrics: fc.array(point, { maxLength: 3000 }),
  params: texts(6000),
  tags: texts(5000),
})

test('every request is within the limits of MLflow, and together they hold everything in order', () => {
  fc.assert(
    fc.property(logged, (all) => {
      const bodies = batches(all).map((batch) => batchBody('0123456789abcdef', batch))
      const requests = bodies.map((body) => JSON.parse(body))
      for (const [index, { metrics, params, tags }] of requests.entries()) {
        expect(Buffer.byteLength(bodies[index] ?? '')).toBeLessThanOrEqual(1_000_000)
        expect(metrics.length + params.length + tags.length).toBeLessThanOrEqual(1000)
        expect(Math.max(params.length, tags.length)).toBeLessThanOrEqual(100)
      }
      const value = (number: number) => (Number.isFinite(number) ? Object(number).valueOf() + 0 : String(number))
      expect(requests.flatMap(({ metrics }) => metrics)).toEqual(
        (all.metrics ?? []).map((one) => ({ ...one, value: value(one.value) })),
      )
      expect(requests.flatMap(({ params }) => params)).toEqual(pairs(all.params))
      expect(requests.flatMap(({ tags }) => tags)).toEqual(pairs(all.tags))
    }),
    { numRuns: 25 },
  )
})

function pairs(map: Readonly<Record<string, string>> = {}) {
  return Object.entries(map).map(([key, value]) => ({ key, value }))
}

test('as few requests as the limits allow', () => {
  const metrics = Array.from({ length: 2500 }, (_, step) => ({ key: 'loss', value: 1, step, timestamp: 0 }))
  expect(batches({ metrics }).map((batch) => batch.metrics.length)).toEqual([1000, 1000, 500])
  const params = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`p${index}`, 'x']))
  expect(batches({ params }).map((batch) => batch.params.length)).toEqual([100, 1])
  expect(batches({})).toEqual([])
})
