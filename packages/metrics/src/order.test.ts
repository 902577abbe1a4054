import { expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import fc from 'fast-check'
import { ascendingOrder } from './order.ts'

test.each([
  ['few', 500],
  ['many', 20_000],
])('%s numbers are ordered as by comparing them, equal ones by row', (_, rows) => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom(1, 50, 1e9), (seed, steps) => {
      const random = seededRandom(seed)
      const values = Float64Array.from({ length: rows }, () => (Math.round(random() * steps) / steps - 0.5) * 1e3)
      const compared = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
      expect([...ascendingOrder(values)]).toEqual(compared)
    }),
    { numRuns: 5 },
  )
})

test('zero of either sign is one number, and the greatest come last', () => {
  const values = new Float64Array(5000)
  values[0] = -0
  values[1] = Number.MAX_VALUE
  values[2] = -Number.MIN_VALUE
  expect([...ascendingOrder(values)].slice(0, 3)).toEqual([2, 0, 3])
  expect(ascendingOrder(values).at(-1)).toBe(1)
})
