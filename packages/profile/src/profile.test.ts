import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { countCategories, countNumbers } from './column.ts'
import { mergeProfiles } from './merge.ts'
import { binOf } from './numeric.ts'
import { profileLabels, profileNumbers } from './predictions.ts'

const x = { name: 'x', type: 'number', source: 'feature' } as const
const numbers = fc.array(fc.oneof(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.constant(Number.NaN)))
const edges = fc
  .uniqueArray(fc.integer({ min: -1000, max: 1000 }), { maxLength: 20 })
  .map((all) => all.sort((a, b) => a - b))

test('a bin holds what is above the edge before it and not above its own', () => {
  fc.assert(
    fc.property(edges, fc.integer({ min: -2000, max: 2000 }), (cuts, value) => {
      expect(binOf(cuts, value)).toBe(cuts.filter((edge) => value > edge).length)
    }),
  )
})

test('merged profiles are the profile of all rows', () => {
  fc.assert(
    fc.property(edges, numbers, numbers, (cuts, first, second) => {
      const profile = (values: readonly number[]) => {
        const counter = countNumbers(x, cuts)
        counter.add(Float64Array.from(values))
        return counter.profile()
      }
      const merged = mergeProfiles(profile(first), profile(second))
      const whole = profile([...first, ...second])
      expect({ ...merged, values: { ...merged.values, mean: 0, std: 0 } }).toEqual({
        ...whole,
        values: { ...whole.values, mean: 0, std: 0 },
      })
      if (merged.values.kind !== 'numeric' || whole.values.kind !== 'numeric') throw new Error('numeric')
      expect(merged.values.mean ?? 0).toBeCloseTo(whole.values.mean ?? 0, 4)
      const scale = 1 + (whole.values.std ?? 0)
      expect((merged.values.std ?? 0) / scale).toBeCloseTo((whole.values.std ?? 0) / scale, 5)
    }),
  )
})

test('profiles between different edges are not merged', () => {
  expect(() => mergeProfiles(countNumbers(x, [1]).profile(), countNumbers(x, [2]).profile())).toThrow('different edges')
})

test('new categories are counted beside the known ones', () => {
  const counter = countCategories({ name: 'c', type: 'string', source: 'feature' }, new Set(['a', '__proto__']))
  counter.add(['a', 'b', null, 'c', '__proto__'])
  const { values, missing, rows } = counter.profile()
  expect({ missing, rows }).toEqual({ missing: 1, rows: 5 })
  expect(values).toMatchObject({ kind: 'categorical', counts: { a: 1, b: 1, c: 1, ['__proto__']: 1 }, other: 0 })
})

test('predictions are profiled by class or by quantile', () => {
  expect(profileLabels(['b', 'a', 'b']).values).toEqual({ kind: 'categorical', counts: { a: 1, b: 2 }, other: 0 })
  const { values } = profileNumbers(Float64Array.from({ length: 1000 }, (_, at) => at))
  if (values.kind !== 'numeric') throw new Error('numeric')
  expect(Math.max(...values.counts)).toBeLessThanOrEqual(5)
  expect(values.counts.reduce((sum, count) => sum + count, 0)).toBe(1000)
})
