import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { inPool } from './pool.ts'

test('every item is worked on once, never more than so many at a time, and results keep their order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 3 }), { maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      async (all, most) => {
        let [now, peak] = [0, 0]
        const results = await inPool(all, most, async (turns, index) => {
          now += 1
          peak = Math.max(peak, now)
          for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
          now -= 1
          return `${index}:${turns}`
        })
        expect(results).toEqual(all.map((turns, index) => `${index}:${turns}`))
        expect(peak).toBeLessThanOrEqual(Math.min(most, all.length))
      },
    ),
  )
})

test('a fault ends it', async () => {
  const work = inPool([1, 2, 3], 2, async (item) => {
    if (item === 2) throw new Error('two')
    return item
  })
  await expect(work).rejects.toThrow('two')
})
