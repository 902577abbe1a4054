import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import reference from './fixtures/reference.json' with { type: 'json' }
import { holm } from './holm.ts'

test.each(reference.holm)('adjusted p-values are those of statsmodels', ({ p, adjusted }) => {
  holm(p).forEach((value, index) => {
    expect(value).toBeCloseTo(adjusted[index] ?? Number.NaN, 12)
  })
})

test('an adjusted p-value lies between the raw one and Bonferroni’s, and the order stays', () => {
  const p = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.array(p, { minLength: 1, maxLength: 40 }), (family) => {
      const adjusted = holm(family)
      family.forEach((raw, index) => {
        const value = adjusted[index] ?? Number.NaN
        expect(value).toBeGreaterThanOrEqual(raw)
        expect(value).toBeLessThanOrEqual(Math.min(1, raw * family.length) + 1e-15)
        family.forEach((other, at) => {
          if (raw < other) expect(value).toBeLessThanOrEqual(adjusted[at] ?? 0)
        })
      })
    }),
  )
})

test('no tests, no p-values', () => expect(holm([])).toEqual([]))
