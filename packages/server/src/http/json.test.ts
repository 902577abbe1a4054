import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { jsonFault, parseJson } from './json.ts'

const isJson = (text: string) => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('a text has a fault exactly where JSON.parse refuses it', () => {
  const noise = fc.array(fc.constantFrom(...'{}[],:"\\ntrue-0.1e+5 \n\u007f\u0001é'.split(''), 'null', '"a"', '1'))
  const property = fc.property(noise, (parts) =>
    expect(jsonFault(parts.join('')) === undefined).toBe(isJson(parts.join(''))),
  )
  fc.assert(property, { numRuns: 5000 })
})

test('a spoilt document is refused at or before the spoilt place', () => {
  const property = fc.property(fc.jsonValue(), fc.nat(), (value, seed) => {
    const text = JSON.stringify(value)
    expect(jsonFault(text)).toBeUndefined()
    const at = seed % (text.length + 1)
    const spoilt = `${text.slice(0, at)}\u0001${text.slice(at)}`
    expect(jsonFault(spoilt)).toBeLessThanOrEqual(at)
  })
  fc.assert(property, { numRuns: 500 })
})

test.each([
  ['{"a": 1,}', 'unexpected "}" at line 1, column 9'],
  ['{"a":\n tru}', 'unexpected "t" at line 2, column 2'],
  ['[1, 2', 'it ends too early at line 1, column 6'],
  ['', 'it ends too early at line 1, column 1'],
  ['{"a": NaN}', 'unexpected "N" at line 1, column 7'],
  ['[1] x', 'unexpected "x" at line 1, column 5'],
])('%j: %s', (text, message) => expect(() => parseJson(text)).toThrow(message))

test('depth is no danger', () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  expect(jsonFault(deep)).toBeUndefined()
  expect(() => parseJson(deep.slice(1))).toThrow('not JSON')
})
