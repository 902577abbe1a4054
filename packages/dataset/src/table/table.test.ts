import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import type { ColumnType } from '@trainyard/evidence'
import fc from 'fast-check'
import { openTable } from '../open.ts'
import { identifier, sql } from '../sql.ts'
import { inFolder, testServices } from '../testing/services.ts'
import type { Dataset } from '../types.ts'

/** Opens one or more files and gives the dataset to `look`. */
async function opened<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  look: (dataset: Dataset) => Promise<T>,
  types?: Readonly<Record<string, ColumnType>>,
): Promise<T> {
  return inFolder(files, async (base) => {
    const dataset = await openTable({ base, files: Object.keys(files), ...(types && { types }) }, testServices)
    try {
      return await look(dataset)
    } finally {
      await dataset.close()
    }
  })
}

async function typeOf(values: readonly string[], pinned?: ColumnType): Promise<string | undefined> {
  const text = ['x,y', ...values.map((value) => `${value},1`), ''].join('\n')
  return opened({ 'a.csv': text }, async ({ columns }) => columns[0]?.type, pinned && { x: pinned })
}

async function valuesOf(dataset: Dataset, column: string): Promise<unknown[]> {
  const values: unknown[] = []
  for await (const batch of dataset.batches('all', [column])) values.push(...(batch.columns.get(column) ?? []))
  return values
}

describe('types are inferred over all values', () => {
  test.each<[string, readonly string[]]>([
    ['integer', ['1', '-2', '+3', '9223372036854775807', 'NA']],
    ['number', ['1', '2.5', '-1e-3', '.5', '1.', 'inf', '']],
    ['string', ['007', '8']],
    ['string', ['1', '9223372036854775808']],
    ['string', ['1', '2 ']],
    ['string', ['1.5', '1e999']],
    ['string', ['1_000', '2']],
    ['boolean', ['true', 'FALSE', 'True', 'null']],
    ['string', ['true', '1']],
    ['date', ['2024-02-29', '1969-12-31', 'None']],
    ['string', ['2024-02-30']],
    ['timestamp', ['2024-02-29', '2024-02-29 12:00']],
    ['timestamp', ['2024-02-29T12:00:00Z', '2024-02-29 12:00:00.25+02:00']],
    ['time', ['12:00', '23:59:59.5']],
    ['string', ['12:00', '24:30']],
    ['string', ['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None']],
    ['string', ['na', 'x']],
  ])('%s: %j', async (type, values) => {
    expect(await typeOf(values)).toBe(type)
  })

  test('the last of many rows counts', async () => {
    const many = Array.from({ length: 5000 }, (_, row) => String(row))
    expect(await typeOf([...many, '0.5'])).toBe('number')
    expect(await typeOf([...many, 'x'])).toBe('string')
    expect(await typeOf([...new Array<string>(2000).fill('NA'), '2024-01-01'])).toBe('date')
  })

  test('a pinned type reads what it can', async () => {
    expect(await typeOf(['007', '8'], 'integer')).toBe('integer')
    expect(await typeOf(['1', '18446744073709551616'], 'number')).toBe('number')
    expect(await typeOf(['0', '1'], 'boolean')).toBe('boolean')
    expect(await typeOf(['1', '2'], 'string')).toBe('string')
  })

  test('text in JSON Lines stays text, and a missing key is a missing value', async () => {
    const lines = '{"zip":"12345","n":1,"f":1.0,"b":true,"d":"2024-01-01"}\n{"n":9007199254740993,"f":2,"b":null}\n'
    await opened({ 'a.jsonl': lines }, async (dataset) => {
      expect(dataset.columns.map(({ name, type, missing }) => [name, type, missing])).toEqual([
        ['zip', 'string', 1],
        ['n', 'integer', 0],
        ['f', 'number', 0],
        ['b', 'boolean', 1],
        ['d', 'date', 1],
      ])
      expect(await dataset.engine.all(sql`SELECT n FROM ${dataset.table} ORDER BY "rowNumber"`)).toEqual([
        { n: 1 },
        { n: 9007199254740993n },
      ])
    })
  })
})

test('batches hold seconds, 0 and 1, NaN and null', async () => {
  const text = 'd,t,ts,b,s,i\n1970-01-02,00:01:00.5,1970-01-01T01:00:00+01:00,true,x,3\n,,1969-12-31 23:59:59,false,,\n'
  await opened({ 'a.csv': text }, async (dataset) => {
    expect(await valuesOf(dataset, 'd')).toEqual([86400, Number.NaN])
    expect(await valuesOf(dataset, 't')).toEqual([60.5, Number.NaN])
    expect(await valuesOf(dataset, 'ts')).toEqual([0, -1])
    expect(await valuesOf(dataset, 'b')).toEqual([1, 0])
    expect(await valuesOf(dataset, 's')).toEqual(['x', null])
    expect(await valuesOf(dataset, 'i')).toEqual([3, Number.NaN])
  })
})

test('files of every format and in any order of columns make one table', async () => {
  const parquet = await opened({ 'a.csv': 'a,b\n5,e\n' }, async (dataset) => {
    const target = `${dataset.engine.folder}/a.parquet`
    await dataset.engine.run(sql`COPY (SELECT a::UTINYINT AS a, b FROM ${dataset.table}) TO ${target} (FORMAT parquet)`)
    const { readFile } = await import('node:fs/promises')
    return readFile(target)
  })
  const files = {
    '1.csv': 'a,b\n1,a\n',
    '2.tsv': 'b\ta\r\nb\t2\r\n',
    '3.jsonl.gz': gzipSync('{"b":"c","a":3}\n'),
    '4.csv.gz': gzipSync('\ufeffb;a\n"d;\n";4'),
    '5.parquet': parquet,
  }
  await opened(files, async (dataset) => {
    expect(dataset.columns.map(({ type }) => type)).toEqual(['integer', 'string'])
    expect(await valuesOf(dataset, 'a')).toEqual([1, 2, 3, 4, 5])
    expect(await valuesOf(dataset, 'b')).toEqual(['a', 'b', 'c', 'd;\n', 'e'])
    const places = await dataset.engine.all(
      sql`SELECT "rowNumber" AS n, "rowFile" AS f, "rowInFile" AS r FROM ${dataset.table} ORDER BY n`,
    )
    expect(places).toEqual([0, 1, 2, 3, 4].map((f) => ({ n: f + 1, f, r: 1 })))
  })
})

test.each([
  ['__proto__'],
  ['a "quoted" name'],
  ['naïve 列 😀'],
  ["it's"],
  ['a,b'],
  ['a\nb'],
  ['c0'],
  ['n'],
  ['select'],
  ['{x}'],
])('a column may be named %j', async (name) => {
  const quoted = `"${name.replaceAll('"', '""')}"`
  await opened({ 'a.csv': `${quoted},other\n1,2\n3,4\n` }, async (dataset) => {
    expect(dataset.columns.map((column) => column.name)).toEqual([name, 'other'])
    expect(await valuesOf(dataset, name)).toEqual([1, 3])
  })
  await opened({ 'a.jsonl': `{${JSON.stringify(name)}:1}\n` }, async (dataset) => {
    expect(await dataset.engine.all(sql`SELECT ${identifier(name)} AS v FROM ${dataset.table}`)).toEqual([{ v: 1 }])
  })
})

test('in a table of one column an empty line is a missing value; in others it is nothing', async () => {
  await opened({ 'a.csv': 'a\n1\n\n3\n' }, async (dataset) => {
    expect(await valuesOf(dataset, 'a')).toEqual([1, Number.NaN, 3])
  })
  await opened({ 'a.csv': 'a,b\n1,2\n\n\n3,4' }, async (dataset) => {
    expect(await valuesOf(dataset, 'a')).toEqual([1, 3])
  })
})

const missing = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None'])
const value = fc.string({
  unit: fc.constantFrom('a', 'Z', '"', ',', ';', '\n', '\r\n', ' ', 'é', '😀', '\t', "'", '\\', '#', '0'),
  maxLength: 8,
})

test('values survive the way through CSV, however they are quoted and however lines end', async () => {
  const row = fc.tuple(value, value, value)
  const ends = fc.constantFrom('\n', '\r\n')
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), ends, fc.boolean(), async (rows, end, always) => {
      const field = (text: string) => (always || /[",;\n\r\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
      const text = `x,y,z${end}${rows.map((fields) => fields.map(field).join(',') + end).join('')}`
      const types = { x: 'string', y: 'string', z: 'string' } as const
      await opened(
        { 'a.csv': text },
        async (dataset) => {
          for (const [index, name] of ['x', 'y', 'z'].entries()) {
            const expected = rows.map((fields) => (missing.has(fields[index] ?? '') ? null : fields[index]))
            expect(await valuesOf(dataset, name)).toEqual(expected)
          }
        },
        types,
      )
    }),
    { numRuns: 25 },
  )
}, 60_000)

test('streams and queries run side by side on one dataset', async () => {
  const rows = Array.from({ length: 20_000 }, (_, row) => row)
  await opened({ 'a.csv': `a,b\n${rows.map((row) => `${row},${row}\n`).join('')}` }, async (dataset) => {
    const sum = sql`SELECT sum(a) AS s FROM ${dataset.table}`
    const [first, second, ...sums] = await Promise.all([
      valuesOf(dataset, 'a'),
      valuesOf(dataset, 'b'),
      dataset.engine.all(sum),
      dataset.engine.all(sum),
    ])
    expect(first).toEqual(rows)
    expect(second).toEqual(rows)
    expect(sums).toEqual([[{ s: 199990000 }], [{ s: 199990000 }]])
  })
})

const late = (value: string) =>
  `a,b,c\n${Array.from({ length: 1500 }, (_, row) => `${row},${row}.5,x`).join('\n')}\n${value},2,y\n`

test.each([
  ['1500', ['integer', 'number', 'string'], 1500],
  ['1500.25', ['number', 'number', 'string'], 1500.25],
  ['007', ['string', 'number', 'string'], '007'],
  ['', ['integer', 'number', 'string'], Number.NaN],
  ['2024-01-01', ['string', 'number', 'string'], '2024-01-01'],
] as const)('a last value %j decides too, however many rows came before', (value, types, last) =>
  opened({ 'a.csv': late(value) }, async (dataset) => {
    expect(dataset.columns.map(({ type }) => type)).toEqual(types)
    const values = await valuesOf(dataset, 'a')
    expect([values.length, values.at(-1)]).toEqual([1501, last])
    const [rows] = await dataset.engine.all(
      sql`SELECT count(DISTINCT "rowFile") AS files, max("rowFile") AS file FROM ${dataset.table}`,
    )
    expect(rows).toEqual({ files: 1, file: 0 })
  }),
)

test('a column whose first value comes late has the type of all its values; one that has none is text', async () => {
  const rows = Array.from({ length: 1500 }, (_, row) => `${row},,${row === 1400 ? '2024-01-02' : ''}`)
  await opened({ 'a.csv': `a,never,late\n${rows.join('\n')}\n` }, async (dataset) => {
    expect(dataset.columns.map(({ type }) => type)).toEqual(['integer', 'string', 'date'])
  })
})

test('a pinned type that a late value breaks is refused with its line, whatever the other columns are', () =>
  expect(opened({ 'a.csv': late('x') }, async () => undefined, { a: 'integer' })).rejects.toThrow(
    /a\.csv:1502.*a: .*"x" is not of type integer|"x" is not of type integer/s,
  ))
