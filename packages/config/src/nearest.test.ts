import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { nearest, nearestFile } from './index.ts'

test.each([
  ['acuracy', ['accuracy', 'recall'], 'accuracy'],
  ['False_Alarms', ['false-alarms', 'source'], 'false-alarms'],
  ['gatez', ['gates', 'champion'], 'gates'],
  ['drfit', ['drift', 'train'], 'drift'],
  ['colour', ['gates', 'champion'], undefined],
  ['x', ['id'], undefined],
  ['', ['id'], undefined],
  ['id', [], undefined],
  ['a'.repeat(1_000_000), ['a'.repeat(1_000_000)], undefined],
])('%# what was nearly said is found', (word, known, found) => expect(nearest(word, known)).toBe(found))

const base = mkdtempSync(path.join(tmpdir(), 'nearest-'))
afterAll(() => rmSync(base, { recursive: true }))
mkdirSync(path.join(base, 'data'))
writeFileSync(path.join(base, 'data', 'penguins.csv'), '')

test.each([
  ['data/penguin.csv', 'data/penguins.csv'],
  ['dta/penguin.csv', 'data/penguins.csv'],
  ['./data/Penguins.CSV', 'data/penguins.csv'],
  ['data\\penguin.csv', 'data/penguins.csv'],
  ['data/penguins.csv', 'data/penguins.csv'],
  ['data/whales.parquet', undefined],
  ['elsewhere/penguins.csv', undefined],
])('%s: the nearest file is %s', async (file, found) => expect(await nearestFile(file, base)).toBe(found))

test('an absolute path stays absolute', async () => {
  const file = path.join(base, 'data', 'penguin.csv')
  expect(await nearestFile(file, '/')).toBe(path.join(base, 'data', 'penguins.csv'))
})
