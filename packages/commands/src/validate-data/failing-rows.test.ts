import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { terminalServices } from '@trainyard/ci'
import { openEngine, openTable, sql } from '@trainyard/dataset'
import { parseSuite, validate } from '@trainyard/validation'
import { csvText } from './csv.ts'
import { writeFailingRows } from './failing-rows.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'trainyard-rows-'))
  await writeFile(path.join(folder, 'a.csv'), 'Row,n,text\nk1,1,plain\nk2,200,"comma, ""quote""\nand line"\n')
  await writeFile(path.join(folder, 'b.csv'), 'Row,n,text\n"",300,\n k4 ,4,x\nk5,500,y\n')
  await writeFile(path.join(folder, 'long.csv'), `Row,n,text\nk6,600,${'long '.repeat(1_000_000)}\n`)
})
afterAll(() => rm(folder, { recursive: true }))

const suite = {
  expectations: [
    { type: 'expect_column_to_exist', kwargs: { column: 'n' } },
    { type: 'expect_column_values_to_be_between', kwargs: { column: 'n', max_value: 100 } },
    {
      type: 'expect_column_values_to_match_regex',
      kwargs: { column: 'text', regex: '^.$' },
      severity: 'warning',
    },
  ],
}

async function written(values: 'hidden' | 'shown', atMost: number, files = ['a.csv', 'b.csv']) {
  const services = terminalServices({ screen: { write: () => undefined } })
  const out = await mkdtemp(path.join(folder, 'out-'))
  const dataset = await openTable({ base: folder, files }, services)
  const engine = await openEngine(services)
  try {
    const parsed = parseSuite(JSON.stringify(suite), 'suite.json')
    const validation = await validate(dataset, parsed, { values, keys: ['Row'], maxRows: atMost })
    const summary = await writeFailingRows(validation, dataset, { out, atMost })
    const names = await readdir(out)
    const parquet = names.includes('failing-rows.parquet')
      ? await engine.all(sql`SELECT * FROM read_parquet(${path.join(out, 'failing-rows.parquet')})`)
      : []
    const csv = names.includes('failing-rows.csv') ? await readFile(path.join(out, 'failing-rows.csv'), 'utf8') : ''
    return { summary, names: names.sort(), parquet, csv }
  } finally {
    await dataset.close()
    await engine.close()
  }
}

test('each failing row has its file, its number there and its key; Parquet holds what CSV holds', async () => {
  const { csv, parquet, summary } = await written('shown', 1000)
  expect(csv).toBe(`check,expectation,severity,columns,file,row,key Row,values
2,expect_column_values_to_be_between,critical,n,a.csv,2,k2,[200]
2,expect_column_values_to_be_between,critical,n,b.csv,1,,[300]
2,expect_column_values_to_be_between,critical,n,b.csv,3,k5,[500]
3,expect_column_values_to_match_regex,warning,text,a.csv,1,k1,"[""plain""]"
3,expect_column_values_to_match_regex,warning,text,a.csv,2,k2,"[""comma, \\""quote\\""\\nand line""]"
`)
  expect(parquet).toHaveLength(5)
  expect(parquet[1]).toEqual({
    check: 2,
    expectation: 'expect_column_values_to_be_between',
    severity: 'critical',
    columns: 'n',
    file: 'b.csv',
    row: 1,
    'key Row': null,
    values: '[300]',
  })
  expect(parquet[4]).toMatchObject({ values: '["comma, \\"quote\\"\\nand line"]' })
  expect(summary).toMatchObject({ files: ['failing-rows.csv', 'failing-rows.parquet'], total: 5, told: 5 })
  expect(summary?.checks[0]).toMatchObject({
    result: 1,
    columns: ['n'],
    total: 3,
    sample: [{ file: 'a.csv', row: 2, keys: { Row: 'k2' }, values: [200] }, {}, {}],
  })
})

test('values are in neither file nor document unless they are shown', async () => {
  const { csv, parquet, summary } = await written('hidden', 1000)
  expect(csv.split('\n')[0]).toBe('check,expectation,severity,columns,file,row,key Row')
  expect(Object.keys(parquet[0] ?? {})).not.toContain('values')
  expect(JSON.stringify([csv, parquet, summary])).not.toMatch(/200|500|plain|quote/)
})

test('the cap is kept and stated; all rows are counted', async () => {
  const { parquet, summary } = await written('hidden', 1)
  expect(parquet).toHaveLength(2)
  expect(summary).toMatchObject({ atMost: 1, total: 5, told: 2, checks: [{ total: 3 }, { total: 2 }] })
  const none = await written('hidden', 0)
  expect(none.names).toEqual([])
  expect(none.summary).toMatchObject({ files: [], total: 5, told: 0 })
})

test('a long text is cut', async () => {
  const { parquet, summary } = await written('shown', 10, ['long.csv'])
  expect(String(Object(parquet[1]).values)).toHaveLength(1005)
  expect(summary?.checks[1]?.sample[0]?.values).toEqual([expect.stringMatching(/^(long ){200}…$/)])
})

test('over all checks together no more than 100,000 rows are told, an even share of each', async () => {
  const rows = Array.from({ length: 600 }, (_, at) => `k${at},${at},t`)
  await writeFile(path.join(folder, 'many.csv'), `Row,n,text\n${rows.join('\n')}\n`)
  const services = terminalServices({ screen: { write: () => undefined } })
  const dataset = await openTable({ base: folder, files: ['many.csv'] }, services)
  try {
    const type = 'expect_column_values_to_be_between'
    const expectations = Array.from({ length: 200 }, (_, at) => ({ type, kwargs: { column: 'n', max_value: -1 - at } }))
    const { failing } = await validate(dataset, parseSuite(JSON.stringify({ expectations }), 's.json'), {
      maxRows: 1000,
    })
    expect(new Set(failing.map(({ total, rows: told }) => `${told.length} of ${total}`))).toEqual(
      new Set(['500 of 600']),
    )
  } finally {
    await dataset.close()
  }
})

test('in CSV a missing value is an empty cell, an empty text a quoted one', () => {
  const columns = [{ name: 'a b', type: 'VARCHAR', value: (line: unknown) => line }] as const
  expect(csvText(columns, [null, undefined, '', ' x', 'a,b', 'a"b', 'a\rb', 7])).toBe(
    'a b\n\n\n""\n" x"\n"a,b"\n"a""b"\n"a\rb"\n7\n',
  )
})
