import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { FaultError, formatProblem, InputError } from '@trainyard/ports'
import { openDataset, openTable } from '../open.ts'
import { sql } from '../sql.ts'
import { inFolder, testServices } from '../testing/services.ts'
import type { DataSource } from '../types.ts'

type Files = Readonly<Record<string, string | Uint8Array>>

/** The one problem that opening and reading these files meets, as the user reads it. */
async function problemOf(files: Files, source: Partial<DataSource> = {}): Promise<string> {
  return inFolder(files, async (base) => {
    try {
      const dataset = await openDataset({ base, train: Object.keys(files), ...source }, testServices)
      const read = sql`SELECT max(hash(rows)) FROM ${dataset.table} AS rows`
      await dataset.engine.all(read).finally(() => dataset.close())
      return `opened ${dataset.rows} rows`
    } catch (error) {
      expect(error).toBeInstanceOf(InputError)
      const { problems } = error as InputError
      expect(problems).toHaveLength(1)
      return problems.map(formatProblem).join('\n')
    }
  })
}

const rows = (count: number) => Array.from({ length: count }, (_, row) => `${row},${row % 2}\n`).join('')

describe('one clear error with file and line', () => {
  test.each<[string, Files, string]>([
    ['a ragged row', { 'a.csv': 'a,b,c\n1,2,3\n4,5\n' }, 'a.csv:3  this row has 2 columns, the header has 3'],
    ['a row too long', { 'a.csv': 'a,b\n1,2\n4,5,6\n' }, 'a.csv:3  this row has 3 columns, the header has 2'],
    ['a ragged row behind a quoted line break', { 'a.csv': 'a,b\n1,"x\ny\nz"\n4\n' }, 'a.csv:5  this row has 1 column'],
    ['a ragged row in CRLF', { 'a.csv': 'a,b\r\n1,2\r\n3\r\n' }, 'a.csv:3  this row has 1 column,'],
    ['a ragged row far down', { 'a.csv': `a,b\n${rows(200_000)}1\n${rows(9)}` }, 'a.csv:200002  this row'],
    ['another delimiter', { 'a.tsv': 'a,b\n1,2\n3\t4\n' }, 'a.tsv:3  this row has 2 columns, the header has 1'],
    [
      'Latin-1',
      { 'a.csv': Buffer.from('a,b\n1,2\ncaf\xe9,4\n', 'latin1') },
      'a.csv:3  not UTF-8 text: byte 0xe9, the 4.',
    ],
    ['UTF-16', { 'a.csv': Buffer.from('\ufeffa,b\n1,2\n', 'utf16le') }, 'a.csv:1  this file is UTF-16'],
    ['a NUL byte', { 'a.csv': 'a,b\n1,2\n\u0000,4\n' }, 'a.csv:3  a NUL byte'],
    ['duplicate headers', { 'a.csv': 'a,b,a\n1,2,3\n' }, 'a.csv:1  two columns are named a'],
    ['headers that differ in case', { 'a.csv': 'a,A\n1,2\n' }, 'a.csv:1  the columns a and A differ only in case'],
    ['an empty header', { 'a.csv': 'a,,c\n1,2,3\n' }, 'a.csv:1  column 2 has no name'],
    ['an empty first line', { 'a.csv': '\na,b\n1,2\n' }, 'a.csv:1  column 1 has no name'],
    ['a name of ours', { 'a.csv': 'rownumber,b\n1,2\n' }, 'a.csv:1  Trainyard needs the column name rownumber'],
    ['an empty file', { 'a.csv': '' }, 'a.csv  this file is empty'],
    ['an empty packed file', { 'a.csv.gz': gzipSync('') }, 'a.csv.gz  this file is empty'],
    ['a header alone', { 'a.csv': 'a,b\n' }, 'a.csv  this file has columns and no rows'],
    ['an endless line', { 'a.csv': `a,b\n1,2\n${'x'.repeat(9 * 2 ** 20)}` }, 'a.csv:3  a line is longer than 8 MiB'],
    ['an endless quoted value', { 'a.csv': `a,b\n1,"${'x\n'.repeat(5e6)}` }, 'a.csv:2  a quote that is never closed'],
    ['an open quote', { 'a.csv': 'a,b\n1,2\n3,"4\n5,6\n' }, 'a.csv:3  a quote that is never closed'],
    ['text behind a quote', { 'a.csv': 'a,b\n"1"x,2\n' }, 'a.csv:2  text after a closing quote'],
    ['a lone carriage return', { 'a.csv': 'a,b\n1,2\r3,4\n' }, 'a.csv:2  a lone carriage return'],
    [
      'a cut gzip stream',
      { 'a.csv.gz': gzipSync(`a,b\n${rows(9000)}`).subarray(0, 5000) },
      'a.csv.gz  the gzip stream is cut',
    ],
    ['no gzip stream', { 'a.csv.gz': 'a,b\n1,2\n' }, 'a.csv.gz  the gzip stream is cut or broken'],
    ['no Parquet', { 'a.parquet': 'PAR1 and no more' }, 'a.parquet  this is no whole Parquet file'],
    ['an empty Parquet file', { 'a.parquet': '' }, 'a.parquet  this is no whole Parquet file'],
    ['an unknown format', { 'a.xlsx': 'x' }, 'a.xlsx  the format of this file is not known'],
    ['broken JSON', { 'a.jsonl': '{"a":1}\n{"a":\n' }, 'a.jsonl:2  broken JSON'],
    ['NaN in JSON', { 'a.jsonl': '{"a":1}\n\n{"a":NaN}\n' }, 'a.jsonl:3  broken JSON'],
    ['a list in place of an object', { 'a.jsonl': '{"a":1}\n[1]\n' }, 'a.jsonl:2  this line is not a JSON object'],
    ['a value that is a list', { 'a.jsonl': '{"a":[1]}\n' }, 'a.jsonl:1  a: a value is itself an object or a list'],
    ['no JSON lines', { 'a.jsonl': '\n\n' }, 'a.jsonl  this file is empty'],
    ['an empty key', { 'a.jsonl': '{"":1}\n' }, 'a.jsonl  column 1 has no name'],
    [
      'columns that differ',
      { 'a.csv': 'a,b\n1,2\n', 'b.csv': 'a,c\n1,2\n' },
      'b.csv  other columns than a.csv: it misses b',
    ],
  ])('%s', async (_, files, message) => {
    expect(await problemOf(files)).toContain(message)
  })

  test.each<[string, Partial<DataSource>, string]>([
    ['a target that is not there', { target: 'lable' }, 'data.target: the data has no column lable\n'],
    ['an ignored column that is not there', { ignore: ['zz'] }, 'data.ignore: the data has no column zz'],
    ['a pinned column that is not there', { types: { ij: 'number' } }, 'data.types: the data has no column ij'],
    ['two roles', { target: 'label', ignore: ['label'] }, 'data.ignore: the column label is both target and ignore'],
    ['a label that is missing', { target: 'label' }, 'a.csv:4  label: 1 row has no value in the target column'],
    ['a value not of the pinned type', { types: { id: 'integer' } }, 'a.csv:4  id: "c3" is not of type integer'],
    ['a weight that is text', { weight: 'id' }, 'id: the weight column holds values of type string'],
    ['a negative weight', { weight: 'w' }, 'a.csv:3  w: a weight is negative'],
    ['a time that is text', { time: 'id' }, 'id: the time column holds values of type string'],
    ['a time that is missing', { time: 't' }, 'data.time: 1 row has no time, and rows are split by time'],
    ['a split by time without one', { split: { by: 'time' } }, 'data.split.by: a split by time needs a time column'],
    ['shares that leave nothing', { split: { test: 0.9, validation: 0.1 } }, 'leave nothing to train on'],
    ['a test file that was trained on', { test: ['a.csv'] }, 'a.csv  this file is in two shares'],
    ['a file that is not there', { train: ['b.csv'] }, 'no such file: b.csv\nDid you mean a.csv?'],
    ['a glob that finds nothing', { train: ['*.tsv'] }, '*.tsv  no file matches *.tsv'],
    ['an empty folder', { train: ['empty'] }, 'empty  this folder holds no data files'],
    ['a folder with another format in it', { train: ['mixed'] }, 'mixed/b.jsonl  this file is jsonl, and mixed/a.csv'],
    ['a glob over two formats', { train: ['mixed/*'] }, 'mixed/b.jsonl  this file is jsonl, and mixed/a.csv'],
    ['a folder with a file of no known format', { train: ['odd'] }, 'odd/README.md  the format of this file'],
    ['a Delta table', { train: ['delta'] }, 'delta/_delta_log  this Delta log holds no version'],
    ['partitions that differ', { train: ['parts'] }, 'parts/y=2/a.csv  other columns than parts/a.csv: it has y too'],
    ['a partition that the file has too', { train: ['twice'] }, 'twice/V=1/a.csv  the file has a column v, and its'],
    ['a partition named twice', { train: ['p/a=1/a=2'] }, 'p/a=1/a=2/x.csv  two folders name the column a'],
    ['a partition with a name of ours', { train: ['q'] }, 'q/rowFile=1/x.csv  Trainyard needs the column name'],
    ['nothing', { train: [] }, 'no data file is named'],
  ])('%s', async (_, source, message) => {
    const files = {
      'a.csv': 'id,label,w,t\n1,x,1,2024-01-01\n2,y,-1,2024-01-02\nc3,,1,\n4,x,1,2024-01-04\n',
      'empty/.gitkeep': '',
      'empty/_SUCCESS': '',
      'mixed/a.csv': 'v\n1\n',
      'mixed/b.jsonl': '{"v":1}\n',
      'odd/a.csv': 'v\n1\n',
      'odd/README.md': '',
      'delta/_delta_log/0.json': '{}',
      'delta/a.csv': 'v\n1\n',
      'parts/a.csv': 'v\n1\n',
      'parts/y=2/a.csv': 'v\n1\n',
      'twice/V=1/a.csv': 'v\n1\n',
      'p/a=1/a=2/x.csv': 'v\n1\n',
      'q/rowFile=1/x.csv': 'v\n1\n',
    }
    expect(await problemOf(files, { train: ['a.csv'], ...source })).toContain(message)
  })
})

test('every cut of a Parquet file is refused or read, never a fault', async () => {
  const whole = await inFolder({ 'a.csv': `a,b\n${rows(50)}` }, async (base) => {
    const { readFile } = await import('node:fs/promises')
    const dataset = await openTable({ base, files: ['a.csv'] }, testServices)
    const target = `${dataset.engine.folder}/a.parquet`
    await dataset.engine.run(sql`COPY (SELECT a, b FROM ${dataset.table}) TO ${target} (FORMAT parquet)`)
    const bytes = await readFile(target)
    await dataset.close()
    return bytes
  })
  for (const share of [0.1, 0.5, 0.9, 0.99]) {
    const cut = whole.subarray(0, Math.floor(whole.length * share))
    expect(await problemOf({ 'a.parquet': cut })).toContain('this is no whole Parquet file')
  }
  const flipped = Buffer.from(whole)
  for (let at = 4; at < flipped.length - 300; at += 1) flipped[at] = (flipped[at] ?? 0) ^ 0xff
  expect(await problemOf({ 'a.parquet': flipped })).toContain('this is no whole Parquet file')
})

test('outside its own folder an open engine reads and writes nothing', async () => {
  await inFolder({ 'a.csv': 'a,b\n1,2\n' }, async (base) => {
    const dataset = await openTable({ base, files: ['a.csv'] }, testServices)
    await expect(dataset.engine.run(sql`COPY ${dataset.table} TO ${`${base}/out.csv`}`)).rejects.toThrow(FaultError)
    await expect(dataset.engine.all(sql`SELECT * FROM read_text('/etc/hostname')`)).rejects.toThrow(FaultError)
    await expect(dataset.engine.run(sql`SET enable_external_access = true`)).rejects.toThrow(FaultError)
    await dataset.close()
  })
})
