import { expect, test } from '@jest/globals'
import { readParams } from './params.ts'

test.each([
  [
    'depth=6\n rate = 0.1 \nmodel=mlp\ndeep=true\nnote=a=b',
    { depth: 6, rate: 0.1, model: 'mlp', deep: true, note: 'a=b' },
  ],
  ['depth=', { depth: '' }],
  ['', {}],
  ['{"depth": 6, "deep": false, "note": "6"}', { depth: 6, deep: false, note: '6' }],
  ['"depth=6\\nrate=0.1"', { depth: 6, rate: 0.1 }],
  ['null', {}],
  ['{}', {}],
])('%s', (text, params) => expect(readParams(text)).toEqual(params))

test.each([
  ['depth', 'is not of the form NAME=VALUE'],
  ['$(reboot)=1', 'is no name of a parameter'],
  ['{"a b": 1}', 'is no name of a parameter'],
  ['{"depth": [1]}', 'neither text nor a number'],
  ['{"depth": null}', 'neither text nor a number'],
  ['{"depth": {"a": 1}}', 'neither text nor a number'],
  ['{"depth": 1', 'this is no JSON'],
  [`note=${'x'.repeat(2000)}`, 'is too long'],
])('%s is refused', (text, message) => expect(() => readParams(text)).toThrow(message))

test('a name that every object has is a parameter like any other', () => {
  expect(Object.keys(readParams('{"constructor": 1, "__proto__": 2}'))).toEqual(['constructor', '__proto__'])
})
