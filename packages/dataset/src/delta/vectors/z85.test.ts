import { expect, test } from '@jest/globals'
import { decodeZ85 } from './z85.ts'

test('the example of ZeroMQ RFC 32', () => {
  expect(decodeZ85('HelloWorld').toString('hex')).toBe('864fd26fb559f75b')
})

test.each([
  ['Hell', 'multiple of 5'],
  ['Hel"o', 'no character of Z85'],
  ['#####', 'more than four bytes'],
])('%s is refused', (text, message) => {
  expect(() => decodeZ85(text)).toThrow(message)
})
