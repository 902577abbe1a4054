import { expect, test } from '@jest/globals'
import { isWithin, parseSlice } from './slice-rule.ts'

test.each([
  ['age >= 65', ['65', '65.5', '1e3'], ['64.999', '', null, 'old', 'NaN']],
  ['age > 65', ['66'], ['65', null]],
  ['18 <= age < 30', ['18', '29.9', ' 20 '], ['17', '30', null]],
  ['-1 < age <= 1', ['1', '0', '-0.5'], ['-1', '1.1']],
])('%s', (text, inside, outside) => {
  const { range = {} } = parseSlice(text) ?? {}
  expect(inside.filter((cell) => !isWithin(range, cell))).toEqual([])
  expect(outside.filter((cell) => isWithin(range, cell))).toEqual([])
})

test.each(['age', '18 <= age > 3', 'every', '= 3', '18 age 30', ''])('%p is no slice', (text) =>
  expect(parseSlice(text)).toBeUndefined(),
)
