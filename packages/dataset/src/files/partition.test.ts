import { copyFile, mkdir } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import type { RowsConfig } from '@trainyard/config'
import type { ColumnType } from '@trainyard/evidence'
import { datasetDocument } from '../document.ts'
import { openDataset } from '../open.ts'
import { reopenDataset } from '../reopen.ts'
import { sql } from '../sql.ts'
import { inFolder, testServices } from '../testing/services.ts'
import { partitionOf } from './partition.ts'

test.each([
  ['data/a.csv', undefined],
  ['data/year=2024/month=01/a.csv', { year: '2024', month: '01' }],
  ['year=2024/x=1.csv', { year: '2024' }],
  ['c=__HIVE_DEFAULT_PARTITION__/a.csv', { c: null }],
  ['c=/a.csv', { c: null }],
  ['c=NA/a.csv', { c: 'NA' }],
  ['c=a%2Fb%20%C3%A9=1/a.csv', { c: 'a/b é=1' }],
  ['a%20b=1/a.csv', { 'a b': '1' }],
  ['c=100%/a.csv', { c: '100%' }],
  ['c=%FF%zz/a.csv', { c: '%FF%zz' }],
  ['=1/a.csv', undefined],
  ['__proto__=1/a.csv', Object.fromEntries([['__proto__', '1']])],
])('%s', (file, partition) => {
  expect(partitionOf(file)).toEqual(partition)
})

const files = {
  'data/year=2023/country=NA/a.csv': 'v\n1\n2\n',
  'data/year=2024/country=a%2Fb/b.csv': 'v\n3\n',
  'data/year=2024/country=__HIVE_DEFAULT_PARTITION__/c.csv': 'v\n4\n',
  'data/_SUCCESS': '',
  'data/year=2024/.b.csv.crc': 'x',
  'data/_temporary/0/a.csv': 'other\n1\n',
}

async function rowsOf(train: readonly RowsConfig[], types: Readonly<Record<string, ColumnType>> = {}) {
  return inFolder(files, async (base) => {
    const dataset = await openDataset({ base, train, types }, testServices)
    const rows = await dataset.engine.all(sql`SELECT * EXCLUDE ("rowSplit", "rowFile") FROM ${dataset.table}`)
    await dataset.close()
    return { columns: dataset.columns.map(({ name, type }) => `${name} ${type}`), rows }
  })
}

const row = (rowNumber: number, rowInFile: number, v: number, year: number, country: string | null) => ({
  ...{ rowNumber, rowInFile, v, year, country },
})

describe('folders named column=value are columns', () => {
  test.each([
    [['data']],
    [['data/']],
    [['data/**']],
    [['data/year=*/*/*.csv']],
    [[{ files: ['data'], partitions: 'columns' as const }]],
  ])('%j', async (train) => {
    expect(await rowsOf(train)).toEqual({
      columns: ['v integer', 'year integer', 'country string'],
      rows: [row(1, 1, 1, 2023, 'NA'), row(2, 2, 2, 2023, 'NA'), row(3, 1, 4, 2024, null), row(4, 1, 3, 2024, 'a/b')],
    })
  })

  test('their types can be pinned', async () => {
    expect((await rowsOf(['data'], { year: 'string' })).columns).toContain('year string')
  })

  test('unless they are said to be only folders', async () => {
    expect((await rowsOf([{ files: ['data'], partitions: 'ignore' }])).columns).toEqual(['v integer'])
  })
})

test('what was said of folders holds when the document is opened again, and another folder is another dataset', async () => {
  await inFolder({ ...files, 'other/year=2022/country=x/b.csv': 'v\n3\n' }, async (base) => {
    const digests = new Set<string>()
    for (const train of ['data', { files: ['data'], partitions: 'ignore' as const }, 'other']) {
      const dataset = await openDataset({ base, train: [train] }, testServices)
      await dataset.close()
      const document = datasetDocument(dataset, testServices.clock)
      const again = await reopenDataset(document, base, testServices)
      await again.close()
      expect(datasetDocument(again, testServices.clock)).toEqual(document)
      digests.add(dataset.sha256)
    }
    expect(digests.size).toBe(3)
    const moved = ['other/year=2022', 'data/year=2024/country=a%2Fb'].map(async (name) => {
      const dataset = await openDataset({ base, train: [name] }, testServices)
      await dataset.close()
      return dataset
    })
    const [first, second] = await Promise.all(moved)
    expect(first?.files[0]?.sha256).toBe(second?.files[0]?.sha256)
    expect(first?.sha256).not.toBe(second?.sha256)
  })
})

test('a folder outside the named path, or one that is only a folder, gives no column to Parquet', async () => {
  await inFolder({ 'x=9/a.csv': 'v,w\n1,2\n' }, async (base) => {
    const made = await openDataset({ base, train: [{ files: ['x=9/a.csv'], partitions: 'ignore' }] }, testServices)
    const target = `${made.engine.folder}/x.parquet`
    await made.engine.run(sql`COPY (SELECT v AS x, w FROM ${made.table}) TO ${target} (FORMAT parquet)`)
    await mkdir(`${base}/x=8`)
    await copyFile(target, `${base}/x=8/a.parquet`)
    await made.close()
    for (const source of [
      { base, train: [{ files: ['x=8/a.parquet'], partitions: 'ignore' as const }] },
      { base: `${base}/x=8`, train: ['a.parquet'] },
    ]) {
      const dataset = await openDataset(source, testServices)
      const rows = await dataset.engine.all(sql`SELECT x, w FROM ${dataset.table}`)
      await dataset.close()
      expect(dataset.columns.map(({ name }) => name)).toEqual(['x', 'w'])
      expect(rows).toEqual([{ x: 1, w: 2 }])
    }
  })
})
