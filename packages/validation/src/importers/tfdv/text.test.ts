import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Message } from '@trainyard/config'
import { InputError } from '@trainyard/ports'
import cases from './fixtures/texts.json' with { type: 'json' }
import { parseSchema } from './schema.ts'

const fixtures = path.join(import.meta.dirname, 'fixtures')

interface Case {
  readonly name: string
  readonly text?: string
  readonly file?: string
  readonly read: unknown
}

describe('texts are read as Protocol Buffers reads them', () => {
  test.each<Case>(cases)('$name', ({ text, file, read }) => {
    const content = text ?? readFileSync(path.join(fixtures, file ?? ''), 'utf8')
    if (read === null) expect(() => parseSchema(content, 'a.pbtxt')).toThrow(InputError)
    else expect(plain(parseSchema(content, 'a.pbtxt'), 'Schema')).toEqual(expected(read))
  })
})

test.each<[string, string, RegExp]>([
  ['misspelt', 'feature {\n  nmae: "a"\n}', /^a\.pbtxt:2:3 {2}Feature has no field 'nmae'; did you mean name\?$/],
  ['not closed', 'feature {\n  name: "a"', /^a\.pbtxt:2:12 {2}expected a field or '}', not the end of the file$/],
  ['no string', 'feature {\n  name: a }', /^a\.pbtxt:2:9 {2}'name' must be a string, not "a"$/],
  ['a string not closed', 'feature { name: "a\n}', /^a\.pbtxt:1:17 {2}this string is not closed on its line$/],
  [
    'unknown constant',
    'feature { type: INTEGER }',
    /must be one of TYPE_UNKNOWN, BYTES, INT, FLOAT, STRUCT, not "INTEGER"/,
  ],
  ['twice', 'feature { type: INT\ntype: INT }', /^a\.pbtxt:2:1 {2}'type' is given more than once$/],
  [
    'two of one kind',
    'feature { shape { }\nvalue_count { } }',
    /^a\.pbtxt:2:1 {2}give 'shape' or 'value_count', not both$/,
  ],
  ['deep', 'feature { struct_domain { '.repeat(60), /nested deeper than 100 levels/],
  ['very deep', 'a {'.repeat(100_000), /nested deeper than 100 levels/],
  ['NUL', 'feature { \0 }', /^a\.pbtxt:1:11 {2}unexpected character "\\u0000"$/],
  ['a list not closed', 'default_environment: ["A"', /expected ',' or ']', not the end of the file/],
  ['a name not closed', '[a.b', /expected ']', not the end of the file/],
])('%s: one error with its place', (_, text, message) => {
  expect(() => parseSchema(text, 'a.pbtxt')).toThrow(message)
})

test('all fields that are wrong are told at once', () => {
  const text = 'feature { nam: "a" }\nfeature { typ: INT }'
  expect(() => parseSchema(text, 'a.pbtxt')).toThrow(/a\.pbtxt:1:11.*\n.*a\.pbtxt:2:11/s)
})

/** A message as the real reader prints it: 64-bit integers and infinities as text, repeated fields as lists. */
function plain({ fields }: Message, type: string): unknown {
  const entries = [...fields].map(([name, values]) => {
    const shown = values.map(({ value }) => (typeof value === 'object' ? plain(value, name) : scalar(value)))
    return [name, repeated.has(name) || (name === 'value' && type === 'string_domain') ? shown : shown[0]]
  })
  return Object.fromEntries(entries)
}

const repeated = new Set(
  ['feature', 'string_domain', 'default_environment', 'dim', 'comment', 'not_in_environment', 'sparse_feature'].concat(
    'index_feature',
    'tensor_representation_group',
    'tensor_representation',
  ),
)

function scalar(value: string | number | bigint | boolean): unknown {
  if (typeof value === 'bigint') return String(value)
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}

/** The real reader prints maps as objects; here they are the entries that they are written as. */
function expected(read: unknown): unknown {
  if (Array.isArray(read)) return read.map(expected)
  if (typeof read !== 'object' || read === null) return read
  return Object.fromEntries(
    Object.entries(read).map(([name, value]) => [
      name,
      name.startsWith('tensor_representation')
        ? Object.entries(value).map(([key, entry]) => ({ key, value: expected(entry) }))
        : expected(value),
    ]),
  )
}
