import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { DatasetDocument } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { stillClock as clock } from '../../../test/support/services.ts'
import { datasetDocument } from './document.ts'
import { openDataset } from './open.ts'
import { reopenDataset } from './reopen.ts'
import { sql } from './sql.ts'
import { inFolder, testServices } from './testing/services.ts'
import type { DataSource, Dataset } from './types.ts'

const table = (rows: number, from = 0) =>
  `id,seen,x,label\n${Array.from({ length: rows }, (_, row) => {
    const day = new Date(Date.UTC(2024, 0, 1 + ((row * 37) % rows))).toISOString().slice(0, 10)
    return `${from + row},${day},${row % 9},${['a', 'b', 'b', 'c'][row % 4]}\n`
  }).join('')}`

async function splitOf(dataset: Dataset): Promise<string> {
  const rows = await dataset.engine.all<{ s: string }>(
    sql`SELECT substr("rowSplit", 1, 2) AS s FROM ${dataset.table} ORDER BY "rowNumber"`,
  )
  return rows.map(({ s }) => s).join('')
}

/** Opens a source, closes it, and gives its document and the share of each row. */
async function recorded(source: DataSource): Promise<{ document: DatasetDocument; split: string }> {
  const dataset = await openDataset(source, testServices)
  const split = await splitOf(dataset)
  await dataset.close()
  return { document: datasetDocument(dataset, clock), split }
}

describe('the split', () => {
  const files = { 'a.csv': table(100), 'b.csv': table(20, 100) }

  test.each<[string, Partial<DataSource>]>([
    ['by hash, stratified', { target: 'label' }],
    ['by hash', { target: 'x', split: { seed: 3 } }],
    ['by time', { target: 'label', time: 'seen', split: { test: 0.3, validation: 0 } }],
    ['by a test file and a hash', { target: 'label', test: ['b.csv'] }],
    ['by files alone', { target: 'label', validation: ['b.csv'], split: { test: 0 } }],
  ])('%s is the same when the document is opened again', async (_, more) => {
    await inFolder(files, async (base) => {
      const { document, split } = await recorded({ base, train: ['a.csv'], ...more })
      const again = await reopenDataset(document, base, testServices)
      expect(await splitOf(again)).toBe(split)
      expect(datasetDocument(again, clock)).toEqual(document)
      await again.close()
    })
  })

  test('by time: test holds the latest rows, validation those before them', async () => {
    await inFolder(files, async (base) => {
      const dataset = await openDataset({ base, train: ['a.csv'], target: 'label', time: 'seen' }, testServices)
      const spans = await dataset.engine.all<{ first: string; last: string }>(
        sql`SELECT min(seen) AS first, max(seen) AS last FROM ${dataset.table} GROUP BY "rowSplit" ORDER BY first`,
      )
      expect(dataset.split).toMatchObject({ method: 'time', by: 'seen', rows: { train: 70, validation: 10, test: 20 } })
      for (const [index, { first }] of spans.entries()) {
        if (index > 0) expect(first > (spans[index - 1]?.last ?? '')).toBe(true)
      }
      await dataset.close()
    })
  })

  test('a seed gives another split with the same counts in each class; no seed changes a file share', async () => {
    await inFolder(files, async (base) => {
      const source = { base, train: ['a.csv'], test: ['b.csv'], target: 'label' }
      const first = await recorded(source)
      const second = await recorded({ ...source, split: { seed: 1 } })
      expect(second.split).not.toBe(first.split)
      expect(second.document.split.rows).toEqual(first.document.split.rows)
      expect(first.split.slice(200)).toBe('te'.repeat(20))
      expect(second.document.split.rows).toEqual({ train: 90, validation: 10, test: 20 })
    })
  })
})

describe('what is no longer as recorded is refused', () => {
  const source = { train: ['a.csv'], target: 'label' }

  async function refusal(change: (base: string, document: DatasetDocument) => Promise<DatasetDocument | undefined>) {
    return inFolder({ 'a.csv': table(30) }, async (base) => {
      const { document } = await recorded({ base, ...source })
      const changed = (await change(base, document)) ?? document
      return reopenDataset(changed, base, testServices).then(
        () => 'opened',
        (error: unknown) => {
          expect(error).toBeInstanceOf(InputError)
          return (error as InputError).message
        },
      )
    })
  }

  test('other bytes: both digests are named', async () => {
    let recordedDigest = ''
    const message = await refusal(async (base, document) => {
      recordedDigest = document.files[0]?.sha256 ?? ''
      await writeFile(path.join(base, 'a.csv'), table(31))
      return undefined
    })
    expect(message).toContain(recordedDigest)
    expect(message.match(/[0-9a-f]{64}/g)).toHaveLength(2)
    expect(message).toContain('a.csv')
  })

  test('a file that is gone', async () => {
    expect(await refusal(async (base) => rm(path.join(base, 'a.csv')).then(() => undefined))).toContain('no such file')
  })

  test('another split, other types or columns', async () => {
    const other = async (change: (document: DatasetDocument) => DatasetDocument) =>
      refusal(async (_, document) => change(document))
    const zeros = '0'.repeat(64)
    expect(await other((document) => ({ ...document, split: { ...document.split, sha256: zeros } }))).toContain(zeros)
    expect(await other((document) => ({ ...document, split: { ...document.split, seed: 9 } }))).toContain('the split')
    expect(
      await other((document) => ({
        ...document,
        columns: document.columns.map((column) => ({
          ...column,
          type: column.name === 'label' ? 'integer' : column.type,
        })),
      })),
    ).toContain('a.csv:2  label: "a" is not of type integer')
    expect(
      await other((document) => ({
        ...document,
        columns: document.columns.map((column) => (column.name === 'x' ? { ...column, name: 'y' } : column)),
      })),
    ).toContain('no column y')
  })
})
