import { expect, test } from '@jest/globals'
import { growing, numbering } from './growing.ts'

test('more numbers than expected make it grow', () => {
  const numbers = growing(3)
  for (let value = 0; value < 100; value += 1) numbers.push(value / 2)
  expect([...numbers.values()]).toEqual(Array.from({ length: 100 }, (_, value) => value / 2))
})

test('names are numbered as they come', () => {
  const open = numbering()
  expect(['b', 'a', 'b', 'c'].map((name) => open.of(name))).toEqual([0, 1, 0, 2])
  expect(open.names).toEqual(['b', 'a', 'c'])
})

test('where all names are known another has no number', () => {
  const known = numbering(['no', 'yes'])
  expect([known.of('yes'), known.of('maybe')]).toEqual([1, undefined])
})
