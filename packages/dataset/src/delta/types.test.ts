import { expect, test } from '@jest/globals'
import { deltaType, readsAs } from './types.ts'

test.each([
  ['long', 'BIGINT'],
  ['timestamp', 'TIMESTAMP WITH TIME ZONE'],
  ['timestamp_ntz', 'TIMESTAMP'],
  ['decimal(38,18)', 'DECIMAL(38,18)'],
  ['decimal(5, 2)', 'DECIMAL(5,2)'],
  ['decimal(39,2)', undefined],
  ['binary', undefined],
  ['variant', undefined],
  ['constructor', undefined],
])('%s is %s', (written, name) => {
  expect(deltaType(written)?.name).toBe(name)
})

test.each([
  ['INTEGER', 'INTEGER', true],
  ['INTEGER', 'SMALLINT', true],
  ['SMALLINT', 'BIGINT', true],
  ['BIGINT', 'INTEGER', false],
  ['INTEGER', 'DOUBLE', true],
  ['BIGINT', 'DOUBLE', false],
  ['INTEGER', 'FLOAT', false],
  ['INTEGER', 'DECIMAL(12,2)', true],
  ['INTEGER', 'DECIMAL(11,2)', false],
  ['BIGINT', 'DECIMAL(20,0)', true],
  ['FLOAT', 'DOUBLE', true],
  ['DOUBLE', 'FLOAT', false],
  ['DATE', 'TIMESTAMP', true],
  ['DATE', 'TIMESTAMP WITH TIME ZONE', false],
  ['TIMESTAMP', 'TIMESTAMP WITH TIME ZONE', true],
  ['TIMESTAMP_MS', 'TIMESTAMP', true],
  ['TIMESTAMP WITH TIME ZONE', 'TIMESTAMP', false],
  ['DECIMAL(10,2)', 'DECIMAL(20,4)', true],
  ['DECIMAL(10,2)', 'DECIMAL(10,4)', false],
  ['VARCHAR', 'BIGINT', false],
  ['BLOB', 'VARCHAR', false],
])('%s is read as %s: %s', (held, type, reads) => {
  expect(readsAs(held, type)).toBe(reads)
})
