import { describe, expect, test } from '@jest/globals'
import { runImported } from '../../testing/imported.ts'
import type { Column } from '../../testing/table.ts'

const field = (more: object) => ({ name: 'a', ...more })
const schema = (fields: readonly object[], more: object = {}) => JSON.stringify({ fields, ...more }, null, 1)
const run = (text: string, columns: Readonly<Record<string, Column>>) => runImported(text, 'a.json', columns)

describe('columns that hold their values as they are', () => {
  test.each<[string, object, Column, boolean]>([
    ['whole numbers are integers', { type: 'integer' }, ['number', [1, 2]], true],
    ['fractions are none', { type: 'integer' }, ['number', [1.5]], false],
    [
      'a minus that stands for a missing number',
      { type: 'integer', missingValues: ['-99'], constraints: { minimum: 0 } },
      ['integer', [1, -99]],
      true,
    ],
    [
      'a labelled missing value',
      { type: 'string', missingValues: [{ value: '-', label: 'none' }], constraints: { minLength: 2 } },
      ['string', ['-', 'ab']],
      true,
    ],
    [
      'a missing value and a pattern',
      { type: 'string', missingValues: ['n.a.'], constraints: { pattern: '[a-f]+' } },
      ['string', ['n.a.', 'ab']],
      true,
    ],
    [
      'the dot of a missing value is a dot',
      { type: 'string', missingValues: ['n.a.'], constraints: { pattern: '[a-f]+' } },
      ['string', ['nxax']],
      false,
    ],
    ['any', { type: 'any', constraints: { required: true } }, ['string', ['x', null]], false],
    ['no type', {}, ['boolean', [true]], true],
    [
      'datetimes in a zone',
      { type: 'datetime', constraints: { minimum: '2024-01-01T00:00:00Z' } },
      ['timestamp', ['2023-12-31 23:00:00']],
      false,
    ],
    ['uri', { type: 'string', format: 'uri' }, ['string', ['https://a.org', 'x']], false],
    ['binary', { type: 'string', format: 'binary' }, ['string', ['aGVsbG8=']], true],
  ])('%s', async (_, described, column, success) => {
    expect(await run(schema([field(described)]), { a: column })).toMatchObject({ success })
  })
})

test('a foreign key into the table itself', async () => {
  const foreignKeys = [{ fields: 'boss', reference: { resource: '', fields: 'id' } }]
  const text = schema(
    [
      { name: 'id', type: 'integer' },
      { name: 'boss', type: 'integer' },
    ],
    { foreignKeys },
  )
  const ids: Column = ['integer', [1, 2, 3]]
  expect(await run(text, { id: ids, boss: ['integer', [null, 1, 2]] })).toMatchObject({ success: true })
  expect(await run(text, { id: ids, boss: ['integer', [null, 1, 7]] })).toMatchObject({ success: false })
})

test('in a package, the resource is that of the file', async () => {
  const resources = [
    { name: 'other', path: 'other.csv', schema: { fields: [field({ type: 'date' })] } },
    { name: 'data', path: 'tables/data.csv', schema: { fields: [field({ type: 'integer' })] } },
  ]
  const text = JSON.stringify({ resources })
  expect(await run(text, { a: ['integer', [1]] })).toMatchObject({ success: true })
  expect(await run(text, { a: ['date', ['2024-01-01']] })).toMatchObject({ success: false })
  await expect(runImported(text, 'a.json', { a: ['integer', [1]] }, { files: ['x.csv'] })).rejects.toThrow(
    /^a\.json:1:14 {2}resources: no resource of the package is about x\.csv\n.*other\.csv, tables\/data\.csv/,
  )
  const resource = JSON.stringify({ name: 'data', path: 'data.csv', schema: { fields: [field({ type: 'integer' })] } })
  expect(await run(resource, { a: ['integer', [1]] })).toMatchObject({ success: true })
})

test('what is not checked is told by its name', async () => {
  const foreignKeys = [{ fields: ['a'], reference: { resource: 'others', fields: ['id'] } }]
  const fields = [
    field({ type: 'geojson' }),
    { name: 'b', type: 'geopoint', format: 'array' },
    { name: 'c', type: 'date', format: 'any' },
    { name: 'd', type: 'array', constraints: { minLength: 1 } },
  ]
  const columns: Record<string, Column> = {
    a: ['string', ['{}']],
    b: ['string', ['[1,2]']],
    c: ['string', ['x']],
    d: ['string', ['[]']],
  }
  const { untranslated } = await run(schema(fields, { foreignKeys }), columns)
  expect(untranslated).toEqual([
    "type geojson of 'a'",
    "format array of 'b'",
    "format any of 'c'",
    "minLength of 'd'",
    "foreignKeys (a) to 'others'",
  ])
})

test.each<[string, string, RegExp]>([
  ['no fields', '{"fields": []}', /^a\.json:1:12 {2}fields: /],
  ['no name', schema([{ type: 'date' }]), /fields\[0\].*name/],
  ['unknown type', schema([field({ type: 'int' })]), /fields\[0\]\.type: .*integer/],
  ['a field twice', schema([field({}), field({})]), /fields\[1\]\.name: 'a' is a field twice/],
  ['unknown constraint', schema([field({ constraints: { min: 1 } })]), /constraints.*min/],
  [
    'constraint of another type',
    schema([field({ type: 'boolean', constraints: { minimum: 1 } })]),
    /a field of type boolean has no constraint 'minimum'/,
  ],
  [
    'min above max',
    schema([field({ type: 'integer', constraints: { minimum: 2, maximum: 1 } })]),
    /minimum: minimum is greater than its maximum/,
  ],
  [
    'lengths',
    schema([field({ type: 'string', constraints: { minLength: 2, maxLength: 1 } })]),
    /minLength is greater than its maximum/,
  ],
  ['negative length', schema([field({ type: 'string', constraints: { minLength: -1 } })]), /minLength: /],
  [
    'a bound that is no number',
    schema([field({ type: 'integer', constraints: { minimum: 'x' } })]),
    /minimum: "x" is no integer/,
  ],
  ['format', schema([field({ type: 'date', format: '%Q' })]), /the format "%Q" cannot be read/],
  ['format of text', schema([field({ type: 'string', format: 'emial' })]), /a string has no format 'emial'/],
  ['key of no field', schema([field({})], { primaryKey: ['b'] }), /primaryKey: the schema has no field 'b'/],
  [
    'foreign key of other length',
    schema([field({})], { foreignKeys: [{ fields: 'a', reference: { fields: ['a', 'a'] } }] }),
    /as many fields/,
  ],
  [
    'schema elsewhere',
    JSON.stringify({ resources: [{ path: 'data.csv', schema: 'schema.json' }] }),
    /is not in this file\n.*as the suite/,
  ],
])('a schema that is wrong is refused with its place: %s', async (_, text, message) => {
  await expect(run(text, { a: ['integer', [1]] })).rejects.toThrow(message)
})
