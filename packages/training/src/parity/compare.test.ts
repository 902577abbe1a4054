import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Answers } from './answers.ts'
import { compareAnswers } from './compare.ts'

const probabilities = (...values: number[]): Answers => ({
  measure: 'probability',
  width: 2,
  values: Float64Array.from(values),
})
const numbers = (...values: number[]): Answers => ({ measure: 'relative', width: 1, values: Float64Array.from(values) })
const labels = (...values: string[]): Answers => ({ measure: 'label', labels: values })
const { NaN: none } = Number

describe('rows differ', () => {
  test.each<[string, Answers, Answers, number, readonly number[]]>([
    [
      'by the greatest of their probabilities',
      probabilities(0.5, 0.5, 0.9, 0.1),
      probabilities(0.5, 0.5, 0.6, 0.4),
      0.3,
      [1],
    ],
    ['not by what rounding does', probabilities(0.3, 0.7), probabilities(0.30000001, 0.69999999), 1e-8, []],
    ['by numbers relative to their size', numbers(1000, 0, 0), numbers(1001, 0, 0), 0.001, [0]],
    ['by small numbers relative to the spread of all', numbers(1e-9, -1, 1), numbers(1e-6, -1, 1), 1.2e-6, []],
    ['by labels', labels('a', 'b', 'c'), labels('a', 'c', 'b'), 1, [1, 2]],
    ['not where neither answers', numbers(none, 1, 2), numbers(none, 1, 2), 0, []],
    ['where only one answers', numbers(none, 1, 2), numbers(3, 1, 2), Number.MAX_VALUE, [0]],
    ['where the converted model gives infinity', numbers(0, 1, 2), numbers(Infinity, 1, 2), Number.MAX_VALUE, [0]],
  ])('%s', (_, original, converted, greatest, rows) => {
    const comparison = compareAnswers(original, converted, 1e-4)
    expect(comparison.greatest).toBeCloseTo(greatest, 7)
    expect(comparison.differing.map(({ row }) => row)).toEqual(rows)
  })

  test('where all numbers are the same, not by division by zero', () => {
    expect(compareAnswers(numbers(0, 0), numbers(0, 0), 1e-4).greatest).toBe(0)
    expect(compareAnswers(numbers(0, 0), numbers(0, 1e-30), 1e-4).differing).toHaveLength(1)
  })
})

test('the worst rows come first, and every row beyond the tolerance is counted', () => {
  const rows = fc.array(
    fc.record({ p: fc.double({ min: 0, max: 1, noNaN: true }), by: fc.double({ min: 0, max: 1, noNaN: true }) }),
    {
      minLength: 1,
    },
  )
  fc.assert(
    fc.property(rows, (all) => {
      const one = (values: number[]): Answers => ({
        measure: 'probability',
        width: 1,
        values: Float64Array.from(values),
      })
      const { greatest, differing } = compareAnswers(
        one(all.map(({ p }) => p)),
        one(all.map(({ p, by }) => p + by)),
        0.25,
      )
      const expected = all.map(({ p, by }) => Math.abs(p - (p + by)))
      expect(greatest).toBe(Math.max(...expected))
      expect(differing).toHaveLength(expected.filter((each) => each > 0.25).length)
      const worst = differing.map(({ difference }) => difference)
      expect(worst).toEqual([...worst].sort((a, b) => b - a))
    }),
  )
})
