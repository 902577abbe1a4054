import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { csvLines } from './csv.ts'

test('what is written as RFC 4180 says is read back', () => {
  const cells = fc.array(fc.string({ unit: fc.constantFrom(...'ab,"\n\r é'.split('')) }), {
    minLength: 2,
    maxLength: 4,
  })
  const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`
  const property = fc.property(fc.array(cells), fc.constantFrom('\n', '\r\n'), fc.boolean(), (lines, end, last) => {
    const text = lines.map((line) => line.map(quote).join(',')).join(end) + (last ? end : '')
    expect(csvLines(text)).toEqual(lines)
  })
  fc.assert(property, { numRuns: 500 })
})

test.each([
  [
    'a,b\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a,b\r\n1,\r\n\r\n',
    [
      ['a', 'b'],
      ['1', ''],
    ],
  ],
  [',', [['', '']]],
  ['a\n\nb\n', [['a'], ['b']]],
  ['""\n"x"', [[''], ['x']]],
  ['', []],
])('%j', (text, lines) => expect(csvLines(text)).toEqual(lines))

test.each(['a,b\n1,"2', 'a"b', '"a"b,c', 'a,b\n1,2"'])('%j has a stray quote', (text) =>
  expect(() => csvLines(text)).toThrow(/stray quote in line \d/),
)
