import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { apportion } from './shares.ts'

const shares = fc
  .record({ test: fc.integer({ min: 0, max: 45 }), validation: fc.integer({ min: 0, max: 45 }) })
  .map(({ test, validation }) => ({
    train: (100 - test - validation) / 100,
    validation: validation / 100,
    test: test / 100,
  }))
const splits = ['train', 'validation', 'test'] as const

test('every row is given once, and each class is near its shares', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 20 }), shares, (sizes, asked) => {
      for (const [index, counts] of apportion(sizes, asked).entries()) {
        const rows = sizes[index] ?? 0
        expect(counts.train + counts.validation + counts.test).toBe(rows)
        for (const split of splits) {
          expect(counts[split]).toBeGreaterThanOrEqual(0)
          expect(Math.abs(counts[split] - rows * asked[split])).toBeLessThan(rows < 100 ? 3 : 1.001)
        }
      }
    }),
  )
})

test('every class is in each share that is not zero, as far as its rows go: train, test, validation', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 }), shares, (sizes, asked) => {
      const wanted = (['train', 'test', 'validation'] as const).filter((split) => asked[split] > 0)
      for (const [index, counts] of apportion(sizes, asked).entries()) {
        const present = wanted.filter((split) => counts[split] > 0)
        expect(present).toEqual(wanted.slice(0, Math.max(sizes[index] ?? 0, present.length)))
        expect(splits.filter((split) => asked[split] === 0 && counts[split] > 0)).toEqual([])
      }
    }),
  )
})

test('over many classes the sums keep to the shares', () => {
  const counts = apportion(new Array<number>(101).fill(17), { train: 0.7, validation: 0.1, test: 0.2 })
  const sum = (split: (typeof splits)[number]) => counts.reduce((rows, count) => rows + count[split], 0)
  expect([sum('train'), sum('validation'), sum('test')]).toEqual([1202, 172, 343])
})
