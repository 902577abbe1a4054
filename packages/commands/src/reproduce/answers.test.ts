import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { rowDifferences } from './answers.ts'

const answers = (labels: readonly string[], probabilities: readonly number[]) => ({
  rows: labels.length,
  labels,
  probabilities: Float64Array.from(probabilities),
})
const values = (...numbers: readonly number[]) => ({ rows: numbers.length, values: Float64Array.from(numbers) })

test('equal answers differ by nothing, whatever they are', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true })), (numbers) => {
      expect(rowDifferences(values(...numbers), values(...numbers))).toEqual(numbers.map(() => 0))
    }),
  )
})

test('another label counts as a whole, whatever the probabilities', () => {
  const [one, other] = [answers(['a', 'a'], [0.51, 0.49, 0.9, 0.1]), answers(['b', 'a'], [0.49, 0.51, 0.8, 0.2])]
  const [first, second = Number.NaN] = rowDifferences(one, other)
  expect(first).toBe(1)
  expect(second).toBeCloseTo(0.1)
})

test('numbers are compared as a share of the greater', () => {
  const [large, small, zero] = rowDifferences(values(1000, 0.001, 0), values(1001, 0.002, 1))
  expect(large).toBeCloseTo(1 / 1001)
  expect(small).toBeCloseTo(0.5)
  expect(zero).toBe(1)
})

test('an answer that is no number is no equal answer', () => {
  expect(rowDifferences(values(Number.NaN), values(1))).toEqual([Number.NaN])
})
