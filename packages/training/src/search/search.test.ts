import { expect, test } from '@jest/globals'
import type { SearchConfig, SearchDimension } from '@trainyard/config'
import fc from 'fast-check'
import { bestTrial, partOf } from './best.ts'
import { trialsOf } from './space.ts'

const random = (space: Record<string, SearchDimension>, trials = 20): SearchConfig => ({
  method: 'random',
  trials,
  space,
  best: 'max accuracy',
})

test('a grid has every combination, the last name changing fastest', () => {
  const search: SearchConfig = {
    method: 'grid',
    best: 'min loss',
    space: { depth: [4, 6], rate: { from: 0.001, to: 0.1, scale: 'log', steps: 3 }, model: ['mlp'] },
  }
  expect(trialsOf(search, 0)).toEqual([
    { depth: 4, rate: 0.001, model: 'mlp' },
    { depth: 4, rate: 0.01, model: 'mlp' },
    { depth: 4, rate: 0.1, model: 'mlp' },
    { depth: 6, rate: 0.001, model: 'mlp' },
    { depth: 6, rate: 0.01, model: 'mlp' },
    { depth: 6, rate: 0.1, model: 'mlp' },
  ])
})

test('whole steps that fall together count once', () => {
  const space = { depth: { from: 1, to: 3, integer: true, steps: 9 } }
  expect(trialsOf({ method: 'grid', best: 'min loss', space }, 0)).toEqual([{ depth: 1 }, { depth: 2 }, { depth: 3 }])
})

test('a random search that goes on begins with the trials it had', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat({ max: 30 }), (seed, more) => {
      const space = { rate: { from: 0.01, to: 1, scale: 'log' as const }, depth: [1, 2, 3] }
      const few = trialsOf(random(space, 5), seed)
      expect(trialsOf(random(space, 5 + more), seed).slice(0, 5)).toEqual(few)
    }),
  )
})

test('no two trials are alike, and a small space is used up', () => {
  const trials = trialsOf(random({ depth: [1, 2, 3], deep: [true, false] }, 100), 3)
  expect(new Set(trials.map((params) => JSON.stringify(params))).size).toBe(6)
  expect(trials).toHaveLength(6)
})

test('draws stay within their range', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.double({ min: 0.001, max: 100, noNaN: true }),
      fc.double({ min: 1.5, max: 50, noNaN: true }),
      fc.boolean(),
      fc.constantFrom('log' as const, 'linear' as const),
      (seed, from, factor, integer, scale) => {
        const to = from * factor + 1
        const [low, high] = integer ? [Math.ceil(from), Math.floor(to)] : [from, to]
        for (const { x } of trialsOf(random({ x: { from, to, integer, scale } }), seed)) {
          expect(x).toBeGreaterThanOrEqual(low)
          expect(x).toBeLessThanOrEqual(high)
          if (integer) expect(Number.isInteger(x)).toBe(true)
        }
      },
    ),
  )
})

test('a logarithmic range is drawn evenly by order of magnitude', () => {
  const trials = trialsOf(random({ x: { from: 0.001, to: 1, scale: 'log' } }, 3000), 11)
  const counts = [0.001, 0.01, 0.1].map(
    (low) => trials.filter(({ x }) => Number(x) >= low && Number(x) < low * 10).length,
  )
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(100)
})

test('a parameter that is given elsewhere is not searched', () => {
  expect(trialsOf(random({ depth: [1, 2], rate: [3] }), 0, { depth: 9 })).toEqual([{ rate: 3 }])
  expect(trialsOf(random({ depth: [1, 2] }), 0, { depth: 9 })).toEqual([{}])
})

test.each([
  [
    'max' as const,
    [
      { trial: 1, value: 0.5 },
      { trial: 2, value: 0.9 },
      { trial: 3, value: 0.9 },
    ],
    2,
  ],
  ['min' as const, [{ trial: 2, value: 0.5 }, { trial: 1, value: 0.5 }, { trial: 3 }], 1],
  ['max' as const, [{ trial: 1 }, { trial: 2, value: -3 }], 2],
  ['max' as const, [{ trial: 1 }], undefined],
])('%s of %j is trial %p', (direction, trials, best) => expect(bestTrial(trials, direction)?.trial).toBe(best))

test('parts are all of the list, each item once', () => {
  const all = Array.from({ length: 23 }, (_, index) => index)
  const parts = Array.from({ length: 5 }, (_, index) => partOf(all, { part: index + 1, of: 5 }))
  expect(parts.flat().sort((a, b) => a - b)).toEqual(all)
  expect(partOf(all, { part: 3, of: 8 })).toEqual([2, 10, 18])
})
