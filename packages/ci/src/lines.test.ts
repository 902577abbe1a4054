import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { splitLines } from './lines.ts'

function told(pieces: readonly string[]): string[] {
  const lines: string[] = []
  const splitter = splitLines((line) => lines.push(line))
  pieces.forEach(splitter.push)
  splitter.end()
  return lines
}

test.each([
  [['one\ntwo'], ['one', 'two']],
  [
    ['one\r', '\ntwo\n'],
    ['one', 'two'],
  ],
  [
    ['10 %\r20 %\r', '30 %\n'],
    ['10 %', '20 %', '30 %'],
  ],
  [['\n\n'], ['', '']],
  [['end\r'], ['end']],
])('%j are the lines %j', (pieces, lines) => expect(told(pieces)).toEqual(lines))

test('where a text is cut into pieces does not matter', () => {
  const texts = fc
    .array(fc.constantFrom('a', 'b', '\n', '\r', '\r\n', '€'), { maxLength: 40 })
    .map((parts) => parts.join(''))
  fc.assert(fc.property(texts, (text) => expect(told([...text])).toEqual(told([text]))))
})

test('a line without end is told in pieces', () => {
  const pieces = Array.from({ length: 100 }, () => 'x'.repeat(2 ** 14))
  const lines = told(pieces)
  expect(lines.join('')).toBe(pieces.join(''))
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(2 ** 19)
})
