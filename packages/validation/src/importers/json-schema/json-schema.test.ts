import { describe, expect, test } from '@jest/globals'
import { runImported } from '../../testing/imported.ts'
import type { Column } from '../../testing/table.ts'

const run = (schema: object | string, columns: Readonly<Record<string, Column>>) =>
  runImported(typeof schema === 'string' ? schema : JSON.stringify(schema, null, 1), 'row.schema.json', columns)

describe('formats are checked', () => {
  test.each<[string, string, string]>([
    ['date', '2024-02-29', '2023-02-29'],
    ['time', '10:00:00Z', '25:00:00Z'],
    ['date-time', '2024-01-31t10:00:00.5+01:00', '2024-01-31 10:00'],
    ['duration', 'P1DT2H', '1 day'],
    ['email', 'a.b+c@x-y.example.org', 'a@b'],
    ['hostname', 'a-b.example', '-a.example'],
    ['ipv4', '192.168.0.255', '192.168.0.256'],
    ['uri', 'https://a.org/?q=%20#x', 'a.org/x y'],
    ['uuid', 'B7D1B2A8-0c1e-4a0e-9c5b-1a2b3c4d5e6f', 'b7d1b2a8'],
  ])('%s', async (format, good, bad) => {
    const schema = { type: 'object', properties: { a: { format } } }
    expect(await run(schema, { a: ['string', [good, null]] })).toMatchObject({ success: true })
    expect(await run(schema, { a: ['string', [good, bad]] })).toMatchObject({ success: false })
  })

  test('columns of dates and times have theirs', async () => {
    const properties = { d: { format: 'date' }, t: { format: 'date-time', type: 'string' } }
    const columns: Record<string, Column> = { d: ['date', ['2024-01-31']], t: ['timestamp', ['2024-01-31 10:00:00']] }
    expect(await run({ properties }, columns)).toMatchObject({ success: true })
  })
})

describe('regular expressions mean what they mean in ECMA-262', () => {
  test.each<[string, string, boolean]>([
    ['^\\d+$', '٣', false],
    ['^\\w+$', 'é', false],
    ['^a.b$', 'a\rb', false],
    ['^a$', 'a\n', false],
    ['^[\\w-]+$', 'a-b', true],
    ['^\\u00e9$', 'é', true],
    ['^\\u{1F600}$', '😀', true],
    ['^a\\/b$', 'a/b', true],
    ['^(?<x>a)b$', 'ab', true],
    ['^[[]$', '[', true],
  ])('%s on %j', async (pattern, text, success) => {
    expect(await run({ properties: { a: { pattern } } }, { a: ['string', [text]] })).toMatchObject({ success })
  })
})

test('references lead into the same file, and what they lead to is checked where it stands', async () => {
  const schema = {
    $ref: '#/$defs/row',
    $defs: { row: { properties: { a: { $ref: '#/$defs/small~1one' } } }, 'small/one': { maximum: 3 } },
  }
  const { results } = await run(schema, { a: ['integer', [3, 4]] })
  expect(results).toMatchObject([{ success: false, result: { unexpected_count: 1 } }])
})

test('what cannot be said of a row is told by its name and place, and the rest is checked', async () => {
  const properties = {
    a: { type: 'integer', format: 'regex' },
    b: { type: ['string', 'array'] },
    c: { pattern: '(?=a)' },
    d: { minimum: 1, maximun: 3 },
  }
  const columns: Record<string, Column> = {
    a: ['string', ['x']],
    b: ['string', ['x']],
    c: ['string', ['x']],
    d: ['integer', [1]],
  }
  const { untranslated, results } = await run({ properties, unevaluatedProperties: false }, columns)
  expect(untranslated).toEqual([
    'properties.a.format',
    'properties.b.type',
    'properties.c.pattern',
    'properties.d.maximun',
    'unevaluatedProperties',
  ])
  expect(results.map(({ success }) => success)).toEqual([false, true])
})

test.each<[string, object | string, RegExp]>([
  ['no schema', { properties: { a: 3 } }, /:3:8 {2}properties\.a: a schema is an object, true or false/],
  ['minimum', { properties: { a: { minimum: '1' } } }, /properties\.a\.minimum: must be a number/],
  ['type', { properties: { a: { type: 'int' } } }, /properties\.a\.type: must be one of null, boolean/],
  ['multipleOf', { properties: { a: { multipleOf: 0 } } }, /must be a number above 0/],
  ['minLength', { properties: { a: { minLength: -1 } } }, /must be a whole number, 0 or more/],
  ['required', { required: 'a', properties: {} }, /required: must be a list of strings/],
  [
    'reference elsewhere',
    { properties: { a: { $ref: 'other.json' } } },
    /"other\.json" is not in this file\n.*#\/\$defs\/name/,
  ],
  ['reference to nothing', { properties: { a: { $ref: '#/$defs/b' } } }, /there is no schema at #\/\$defs\/b/],
  ['a circle', { $ref: '#/$defs/b', $defs: { b: { $ref: '#/$defs/b' } } }, /#\/\$defs\/b refers to itself/],
  [
    'a circle in a cell',
    { properties: { a: { $ref: '#/$defs/b' } }, $defs: { b: { not: { $ref: '#/$defs/b' } } } },
    /refers to itself/,
  ],
  [
    'an old draft',
    { $schema: 'http://json-schema.org/draft-04/schema#', properties: {} },
    /is not read\n.*06 to 2020-12/,
  ],
  ['nothing', { properties: {} }, /nothing of this JSON Schema can be checked\n.*It asks for nothing/],
  ['a pattern of names', { patternProperties: { '(': true } }, /"\(" is no regular expression/],
  ['a key twice', '{"properties": {}, "properties": {}}', /:1:\d+ {2}.*unique/],
])('a schema that is wrong is refused with its place: %s', async (_, schema, message) => {
  await expect(run(schema, { a: ['integer', [1]] })).rejects.toThrow(message)
})

test('references that multiply end in an error, not in a query without end', async () => {
  const $defs = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => {
      const next = { $ref: `#/$defs/d${index + 1}` }
      return [`d${index}`, { anyOf: [next, next] }]
    }),
  )
  const schema = { properties: { a: { $ref: '#/$defs/d0' } }, $defs: { ...$defs, d40: { minimum: 1 } } }
  await expect(run(schema, { a: ['integer', [1]] })).rejects.toThrow(/unfolds to more than 20000 parts/)
})
