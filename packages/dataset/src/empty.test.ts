import path from 'node:path'
import { expect, test } from '@jest/globals'
import { datasetDocument } from './document.ts'
import { openEngine } from './engine.ts'
import { openDataset, openTable } from './open.ts'
import { reopenDataset } from './reopen.ts'
import { sql } from './sql.ts'
import { inTable, metaData, protocol } from './testing/delta.ts'
import { inFolder, testServices } from './testing/services.ts'

const empty = true

test('a header alone is a table of texts, split by any rule', async () => {
  await inFolder({ 'a.csv': 'a,b,t\n' }, async (base) => {
    for (const roles of [{}, { target: 'a' }, { time: 't', target: 'a', types: { t: 'date' } }] as const) {
      const dataset = await openDataset({ base, train: ['a.csv'], empty, ...roles }, testServices)
      const found = await dataset.engine.all(sql`SELECT * FROM ${dataset.table}`)
      await dataset.close()
      expect(found).toEqual([])
      expect(dataset).toMatchObject({ rows: 0, split: { rows: { train: 0, validation: 0, test: 0 } } })
      expect(JSON.stringify(datasetDocument(dataset, testServices.clock))).not.toContain('null')
    }
  })
})

test('Parquet and Delta tables without rows keep their types', async () => {
  await inFolder({ 'x.csv': 'a\n' }, async (base) => {
    const engine = await openEngine(testServices)
    const file = path.join(base, 'a.parquet')
    await engine.run(sql`COPY (SELECT 1 AS n, 1.5::DOUBLE AS x, DATE '2024-01-01' AS d WHERE false) TO ${file}`)
    await engine.close()
    const dataset = await openTable({ base, files: ['a.parquet'], empty }, testServices)
    await dataset.close()
    expect(dataset.columns.map(({ type, missing }) => [type, missing])).toEqual([
      ['integer', 0],
      ['number', 0],
      ['date', 0],
    ])
  })
  await inTable(async (table) => {
    await table.commits([[protocol(), metaData({ id: 'long', at: 'timestamp' })]])
    const dataset = await openTable({ base: table.base, files: ['t'], empty }, testServices)
    await dataset.close()
    expect(dataset.columns.map(({ type }) => type)).toEqual(['integer', 'timestamp'])
  })
})

test('a file without rows may stand among others', async () => {
  const files = { 'd/p=1/a.csv': 'a\n', 'd/p=2/a.csv': 'a\n7\n', 'd/p=3/a.csv': 'a\n' }
  await inFolder(files, async (base) => {
    const dataset = await openTable({ base, files: ['d'] }, testServices)
    const rows = await dataset.engine.all(sql`SELECT a, p, "rowNumber", "rowFile", "rowInFile" FROM ${dataset.table}`)
    const document = datasetDocument(dataset, testServices.clock)
    await dataset.close()
    expect(rows).toEqual([{ a: 7, p: 2, rowNumber: 1, rowFile: 1, rowInFile: 1 }])
    const again = await reopenDataset(document, base, testServices)
    await again.close()
    expect(again.sha256).toBe(dataset.sha256)
  })
})

test('who needs rows is told that there are none', async () => {
  await inFolder({ 'a.csv': 'a\n', 'b.csv': 'a\n' }, async (base) => {
    const refused = (files: readonly string[]) => openTable({ base, files }, testServices)
    await expect(refused(['a.csv'])).rejects.toThrow('a.csv  this file has columns and no rows')
    await expect(refused(['a.csv', 'b.csv'])).rejects.toThrow('a.csv  this file and 1 more have columns and no rows')
    const dataset = await openTable({ base, files: ['a.csv'], empty }, testServices)
    await dataset.close()
    const document = datasetDocument(dataset, testServices.clock)
    await expect(reopenDataset(document, base, testServices)).rejects.toThrow(
      'a.csv  this file has columns and no rows',
    )
  })
})
