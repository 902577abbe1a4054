import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { seededRandom, shuffledIndices } from './random.ts'

test('the same seed draws the same numbers in [0, 1)', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const [first, second] = [seededRandom(seed), seededRandom(seed)]
      const draws = Array.from({ length: 50 }, () => first())
      expect(Array.from({ length: 50 }, () => second())).toEqual(draws)
      expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true)
    }),
  )
})

test('draws fill the unit interval evenly', () => {
  const random = seededRandom(7)
  const counts = new Array<number>(10).fill(0)
  for (let draw = 0; draw < 100_000; draw += 1) {
    const bin = Math.floor(random() * 10)
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
})

test('a shuffle is a permutation', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.integer(), (count, seed) => {
      const order = shuffledIndices(count, seededRandom(seed))
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index))
    }),
  )
})
