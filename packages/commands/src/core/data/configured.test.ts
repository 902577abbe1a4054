import { expect, test } from '@jest/globals'
import type { DataConfig } from '@trainyard/config'
import { configuredData } from './configured.ts'

const data: DataConfig = {
  train: ['rows.csv'],
  target: 'y',
  ignore: [],
  types: {},
  split: { test: 0.2, validation: 0.1, seed: 0 },
  dvc: { push: false, checkout: false },
}
const digest = configuredData({ data })

test.each<[string, Partial<DataConfig>]>([
  ['another file', { train: ['others.csv'] }],
  ['another target', { target: 'z' }],
  ['a column that is left out', { ignore: ['x'] }],
  ['another split', { split: { test: 0.3, validation: 0.1, seed: 0 } }],
  ['a pinned type', { types: { x: 'string' } }],
])('%s is another digest', (_, more) => expect(configuredData({ data: { ...data, ...more } })).not.toBe(digest))

test('the order of keys, and how DVC is used, change nothing; no data has no digest', () => {
  const { train, ...rest } = data
  expect(configuredData({ data: { ...rest, train, dvc: { push: true, checkout: true } } })).toBe(digest)
  expect(configuredData({})).toBeUndefined()
})
