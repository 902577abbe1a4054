import { expect, test } from '@jest/globals'
import { isWithin, parseSlice } from './rule.ts'

test.each([
  ['age >= 65', ['65', '65.5', '1e3'], ['64.999', '', null, 'old', 'NaN']],
  ['age > 65', ['66'], ['65', null]],
  ['18 <= age < 30', ['18', '29.9', ' 20 '], ['17', '30', null]],
  ['-1 < age <= 1', ['1', '0', '-0.5'], ['-1', '1.1']],
])('%s', (text, inside, outside) => {
  const slice = parseSlice(text)
  const { range = {} } = slice && 'column' in slice ? slice : {}
  expect(inside.filter((cell) => !isWithin(range, cell))).toEqual([])
  expect(outside.filter((cell) => isWithin(range, cell))).toEqual([])
})

test.each([
  ['slice night', { name: 'night' }],
  ['slice "by night = 3"', { name: 'by night = 3' }],
  ['slice = 3', { column: 'slice', value: '3' }],
  ['every slice', { column: 'slice' }],
])('%s', (text, slice) => expect(parseSlice(text)).toEqual(slice))

test.each(['age', '18 <= age > 3', 'every', '= 3', '18 age 30', ''])('%p is no slice', (text) =>
  expect(parseSlice(text)).toBeUndefined(),
)
