import { expect, test } from '@jest/globals'
import { columnType } from './columns.ts'

const query = { sql: 'SELECT 1', name: 'data.train.query', at: { file: 'trainyard.yml' }, timeoutMs: 1 }
const column = (type: string, modifier = -1, kind = 'b') => columnType({ name: 'x', type, kind, modifier }, query).text

/** As PostgreSQL keeps numeric(precision, scale). */
const numeric = (precision: number, scale: number) => ((precision << 16) | (scale & 0x7ff)) + 4

test.each([
  ['int8', -1, 'BIGINT'],
  ['numeric', -1, 'DOUBLE'],
  ['numeric', numeric(18, 0), 'BIGINT'],
  ['numeric', numeric(19, 0), 'DOUBLE'],
  ['numeric', numeric(10, 2), 'DOUBLE'],
  ['numeric', numeric(5, -2), 'DOUBLE'],
  ['timestamptz', 7, 'TIMESTAMPTZ'],
])('%s (%i) becomes %s', (type, modifier, expected) => {
  expect(column(type, modifier)).toBe(expected)
})

test('an enumeration is text', () => {
  expect(column('mood', -1, 'e')).toBe('VARCHAR')
})

test.each(['json', 'jsonb', 'bytea', 'interval', 'money', 'timetz', 'xml', 'int4range', 'constructor'])(
  '%s is refused by name',
  (type) => {
    expect(() => column(type)).toThrow(`the column x is of type ${type}, which cannot be used`)
  },
)

test('a list is named as it is written', () => {
  expect(() => column('_text')).toThrow('of type text[]')
})
