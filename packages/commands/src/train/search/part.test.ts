import { expect, test } from '@jest/globals'
import { readPart } from './part.ts'

test.each([
  ['3/8', { part: 3, of: 8 }],
  [' 1 / 1 ', { part: 1, of: 1 }],
])('%s', (text, part) => expect(readPart(text)).toEqual(part))

test.each(['', '3', '0/8', '9/8', '1/0', '-1/2', '1.5/2', 'a/b'])('%p is no part', (text) => {
  expect(() => readPart(text)).toThrow('is no part')
})
