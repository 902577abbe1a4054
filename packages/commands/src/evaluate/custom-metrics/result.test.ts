import { expect, test } from '@jest/globals'
import { readResult } from './result.ts'

const metric = (name: string) => ({
  name,
  better: 'higher' as const,
  run: ['python', 'm.py'],
  env: [],
  format: 'csv' as const,
  timeoutMs: 1,
  at: { file: 'trainyard.yml', key: `evaluate.metrics.${name}` },
})
const read = (text: string | undefined) => readResult(text, [metric('revenue'), metric('share')], 3)

test('a number is a value, a list one number a row', () =>
  expect([...read('{"revenue": 12.5, "share": [1, 0, 0.5], "other": 3}')]).toEqual([
    ['revenue', 12.5],
    ['share', Float64Array.of(1, 0, 0.5)],
  ]))

test.each([
  [undefined, 'wrote no file TRAINYARD_RESULT'],
  ['revenue: 3', 'is no map as JSON'],
  ['[1, 2]', 'is no map as JSON'],
  ['{"revenue": 1}', 'gave no value for share'],
  ['{"revenue": 1, "share": "0.5"}', 'neither a number nor a list'],
  ['{"revenue": 1e999, "share": 1}', 'the value of revenue is not finite'],
  ['{"revenue": 1, "share": [1, 2]}', 'gave 2 numbers for share, and there are 3 rows'],
  ['{"revenue": 1, "share": [1, null, 2]}', 'number 2 for share is none'],
])('%s is refused', (text, message) => expect(() => read(text)).toThrow(message))
