import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { type DataSource, type Dataset, openDataset } from '@trainyard/dataset'
import { seededRandom } from '@trainyard/ports'
import { quietServices } from '../../../../test/support/services.ts'
import { findLeaks } from '../leaks/search.ts'
import { findOverlap } from './overlap.ts'

const random = seededRandom(4)

/** Works with a table of `rows` lines, some of which are in a test file of its own. */
async function withTable<T>(
  { train, test }: { readonly train: readonly string[]; readonly test?: readonly string[] },
  more: Partial<DataSource>,
  work: (dataset: Dataset) => Promise<T>,
): Promise<T> {
  const base = mkdtempSync(path.join(tmpdir(), 'hygiene-'))
  const header = 'key,at,size,label'
  writeFileSync(path.join(base, 'train.csv'), [header, ...train].join('\n'))
  if (test) writeFileSync(path.join(base, 'test.csv'), [header, ...test].join('\n'))
  const files = { train: ['train.csv'], ...(test && { test: ['test.csv'] }) }
  const dataset = await openDataset({ base, ...files, target: 'label', ...more }, quietServices)
  return work(dataset).finally(() => dataset.close())
}

const lines = (count: number, first = 0) =>
  Array.from(
    { length: count },
    (_, at) => `k${first + at},${(first + at) % 9},${random()},${(first + at) % 2 === 0 ? 'no' : 'yes'}`,
  )
const known = lines(200)
const fresh = lines(50, 200)

test.each([
  ['other rows', fresh, {}, { by: 'row', rows: 0, test: 50 }],
  ['the same rows', [...fresh, ...known.slice(0, 7)], {}, { by: 'row', rows: 7, test: 57 }],
  ['the same ids', [...fresh, 'k3,1,0.5,yes'], { id: 'key' }, { by: 'id', rows: 1, test: 51 }],
  [
    'the same ids at other times',
    [...fresh, 'k3,100,0.5,yes'],
    { id: 'key', time: 'at' },
    { by: 'id', rows: 0, test: 51 },
  ],
  ['rows without an id', [...fresh, ',1,0.5,yes', ',1,0.5,yes'], { id: 'key' }, { by: 'id', rows: 0, test: 52 }],
  [
    'rows that differ in an ignored column alone',
    ['new,0,1,no', ...fresh],
    { ignore: ['key', 'size', 'at'] },
    { by: 'nothing', rows: 0 },
  ],
])('overlap: %s', async (_, rows, more, found) => {
  expect(await withTable({ train: known, test: rows }, more, findOverlap)).toMatchObject(found)
})

test('a column that is the label under another name is told, an allowed one and an id are not', async () => {
  const train = Array.from({ length: 600 }, (_, at) => `k${at},${at % 2},${random()},${at % 2 === 0 ? 'no' : 'yes'}`)
  const look = (allow: readonly string[]) =>
    withTable({ train }, {}, (dataset) =>
      findLeaks({
        dataset,
        target: 'label',
        task: 'classification',
        columns: ['key', 'at', 'size'],
        above: 0.93,
        allow,
      }),
    )
  expect(await look([])).toMatchObject({ looked: 3, rows: 600, found: [{ column: 'at', score: 1, idLike: false }] })
  expect(await look(['at'])).toMatchObject({ looked: 2, found: [] })
})
