import { expect, test } from '@jest/globals'
import { examineTexts } from './accept.ts'
import type { ValueTest } from './types.ts'

const nested = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] }

test.each<[string, ValueTest, readonly string[], readonly number[]]>([
  ['any of some patterns', { kind: 'regex', sources: ['a', 'b'], wanted: 'any' }, ['a', 'b', 'c', 'ab'], [2]],
  ['all of some patterns', { kind: 'regex', sources: ['a', 'b'], wanted: 'all' }, ['a', 'b', 'c', 'ab'], [0, 1, 2]],
  ['none of some patterns', { kind: 'regex', sources: ['a', 'b'], wanted: 'none' }, ['a', 'b', 'c', 'ab'], [0, 1, 3]],
  ['JSON', { kind: 'json' }, ['{}', '[NaN, -Infinity]', '"NaN', '1NaN', "{'a': 1}", '', ' 1 '], [2, 3, 4, 5]],
  ['a schema', { kind: 'json-schema', schema: nested }, ['{"a": 1}', '{"a": 1.0}', '{"a": 1.5}', '{}', 'x'], [2, 3, 4]],
  ['nothing', { kind: 'json-schema', schema: false }, ['1'], [0]],
  [
    'a schema of draft-07, whose formats are not checked',
    {
      kind: 'json-schema',
      schema: { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ format: 'date' }] },
    },
    ['["x"]', '[1]'],
    [],
  ],
  [
    'a format with a T for its blank',
    { kind: 'strptime', format: '%Y-%mT%d', orT: true },
    ['2024-01 05', '2024-01'],
    [1],
  ],
])('%s', async (_, asked, texts, refused) => {
  expect(await examineTexts(new Map(), asked, texts)).toEqual({ kind: 'examined', refused })
})

test.each([
  [{ type: 'nonsense' }, /must be equal to one of the allowed values/],
  [{ $ref: 'https://elsewhere.example/x.json' }, /can't resolve reference/],
  [{ $schema: 'http://json-schema.org/draft-04/schema#' }, /is not known: write it for draft-06 or later/],
])('the schema %j makes no test, and says why', async (schema, message) => {
  const examined = await examineTexts(new Map(), { kind: 'json-schema', schema }, ['1'])
  expect(examined).toMatchObject({ kind: 'fault', message: expect.stringMatching(message) })
})
