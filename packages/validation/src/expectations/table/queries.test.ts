import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { validate } from '../../run/validate.ts'
import { parseSuite } from '../../suite/parse.ts'
import { type OpenTable, tableOf } from '../../testing/table.ts'

let table: OpenTable
let other: OpenTable

beforeAll(async () => {
  table = await tableOf({
    c: ['integer', [4, 5, 6, 7, 7]],
    'odd "name"': ['string', ['a', 'b', null, 'd', 'd']],
  })
  other = await tableOf({ c: ['integer', [7, 6, 5, 4]] })
})
afterAll(async () => {
  await table.close()
  await other.close()
})

async function resultOf(type: string, kwargs: Readonly<Record<string, unknown>>, values: 'hidden' | 'shown' = 'shown') {
  const suite = parseSuite(JSON.stringify({ name: 'one', expectations: [{ type, kwargs }] }), 'suite.json')
  const { results } = await validate(table, suite, { resultFormat: 'COMPLETE', values, tables: { other } })
  const [{ success, result, exception_info } = nothing] = results
  return { success, result, message: exception_info.exception_message }
}

const nothing = { success: undefined, result: {}, exception_info: { exception_message: 'no result' } }

const rowsOf = (query: string, kwargs = {}) =>
  resultOf('unexpected_rows_expectation', { unexpected_rows_query: query, ...kwargs })

describe('unexpected rows', () => {
  test.each([
    ['SELECT * FROM {batch} WHERE c > 7', true, '0 unexpected rows'],
    ['SELECT * FROM {batch} WHERE c > 6 -- those', false, '2 unexpected rows'],
    ['SELECT c FROM {batch} GROUP BY c HAVING count(*) > 1;  ', false, '1 unexpected row'],
    [
      'WITH big AS (SELECT * FROM {batch} AS b WHERE {row_condition}) SELECT * FROM big ORDER BY c LIMIT 1',
      false,
      '1 unexpected row',
    ],
    ['SELECT "odd ""name""" FROM {active_batch} WHERE c = 4', false, '1 unexpected row'],
    ["SELECT '{{}}' AS braces FROM {batch} WHERE c = 4", false, '1 unexpected row'],
  ])('%s', async (query, success, observed) => {
    expect(await rowsOf(query)).toMatchObject({ success, result: { observed_value: observed } })
  })

  test('they are listed where values may be shown', async () => {
    const query = { unexpected_rows_query: 'SELECT * FROM {batch} WHERE c = 4' }
    const details = { unexpected_rows: [{ c: 4, 'odd "name"': 'a' }] }
    expect((await rowsOf(query.unexpected_rows_query)).result).toEqual({ observed_value: '1 unexpected row', details })
    const hidden = await resultOf('unexpected_rows_expectation', query, 'hidden')
    expect(hidden.result).toEqual({ observed_value: '1 unexpected row' })
  })

  test('the row condition cuts the table down first', async () => {
    const kwargs = { row_condition: 'c < 7', condition_parser: 'pandas' }
    expect(await rowsOf('SELECT * FROM {batch} WHERE c > 5', kwargs)).toMatchObject({
      result: { observed_value: '1 unexpected row' },
    })
  })

  test.each([
    ['DROP TABLE data', 'the query must select, and do nothing else'],
    ['SELECT 1; DROP TABLE data', 'the query must be one statement, not 2'],
    ['INSERT INTO data VALUES (1)', /./],
    ["COPY (SELECT 1) TO 'out.csv'", /file system operations are disabled/],
    ["ATTACH 'x.db'", 'the query must select, and do nothing else'],
    ['SET threads = 1', 'the query must select, and do nothing else'],
    ['SELECT * FROM {batch} WHERE c = ?', 'the query must have no parameters'],
    ['SELECT * FROM nowhere', /nowhere does not exist/],
    ['SELECT FROM WHERE', /syntax error/],
    ["SELECT * FROM '/etc/passwd'", /./],
    ["SELECT * FROM read_text('/etc/passwd')", /file system operations are disabled|Permission/],
    ["SELECT * FROM glob('/etc/*')", /file system operations are disabled|Permission/],
    ["SELECT * FROM read_csv('https://example.com/x.csv')", /./],
    ['SELECT 1) UNION ALL (SELECT 2', /syntax error/],
  ])('%s is refused', async (query, message) => {
    const refused = await rowsOf(query)
    expect(refused).toMatchObject({ success: false, message: expect.stringMatching(message) })
  })

  test.each([
    ['SELECT * FROM {table}', /holds \{table\}, which stands for nothing/],
    [' ; ', /must hold a query/],
    ['SELECT * FROM {batch', /holds a lone \{/],
  ])('%s is an error of the suite', async (query, message) => {
    await expect(rowsOf(query)).rejects.toThrow(message)
  })

  test('no file is reached, not even one beside the table that is not its own', async () => {
    const file = path.join(table.engine.folder, '..', `beside-${process.pid}.csv`)
    writeFileSync(file, 'a\n1\n')
    expect(await rowsOf(`SELECT * FROM read_csv('${file}')`)).toMatchObject({ success: false, result: {} })
  })
})

describe('a comparison with another table', () => {
  const compare = (base_query: string, comparison_query: string, more = {}) =>
    resultOf('expect_query_results_to_match_comparison', {
      base_query,
      comparison_query,
      comparison_data_source_name: 'other',
      ...more,
    })

  test('the same rows, in any order', async () => {
    expect(await compare('SELECT DISTINCT c FROM {batch}', 'SELECT c AS d FROM other')).toMatchObject({
      success: true,
      result: { unexpected_count: 0, unexpected_percent: 0 },
    })
  })

  test('rows that one has more often than the other', async () => {
    const queries = ['SELECT c FROM {batch}', 'SELECT c FROM {batch} WHERE c > 4'] as const
    expect(await compare(...queries)).toEqual({
      success: false,
      message: null,
      result: {
        unexpected_count: 2,
        unexpected_percent: 40,
        details: { missing_rows: [], unexpected_rows: [{ c: 4 }, { c: 7 }] },
      },
    })
    expect(await compare(...queries, { mostly: 0.6 })).toMatchObject({ success: true })
  })

  test('two empty results are the same', async () => {
    const none = 'SELECT c FROM {batch} WHERE c > 100'
    expect(await compare(none, none)).toMatchObject({ success: true, result: { unexpected_percent: 0 } })
  })

  test('a table that was not given', async () => {
    const kwargs = { comparison_data_source_name: 'elsewhere' }
    expect(await compare('SELECT 1', 'SELECT 1', kwargs)).toMatchObject({
      success: false,
      message: "no table is named 'elsewhere'; name its file: --table elsewhere=FILE",
    })
  })
})
