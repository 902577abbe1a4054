import { expect, test } from '@jest/globals'
import type { ExpectationResult, Severity, ValidationDocument } from '@trainyard/evidence'
import { orderedChecks, rowText } from './checks.ts'
import { walked } from './fixtures/documents.ts'
import { foundOf } from './found.ts'
import { stageHtml } from './html/page.ts'
import { stageDetails } from './lines/details.ts'
import { summaryMarkdown } from './summary/summary.ts'

/** Pages of checks do without the library: drawing with it would end the test. */
const charts = () => {
  throw new Error('a chart was asked for')
}

const given = walked.find(({ kind }) => kind === 'validation') as ValidationDocument

function failure(index: number, severity: Severity = 'critical'): ExpectationResult {
  return {
    success: false,
    expectation_config: {
      type: 'expect_column_values_to_be_between',
      kwargs: { column: `column ${index % 100}`, min_value: index },
      meta: {},
      severity,
    },
    result: { element_count: 1_000_000, unexpected_count: 1_000_000, unexpected_percent: 100 },
    meta: {},
    exception_info: { raised_exception: false, exception_traceback: null, exception_message: null },
  }
}

/** As many failing checks as asked for, each with rows, over a hundred columns with distributions. */
function large(checks: number): ValidationDocument {
  const results = Array.from({ length: checks }, (_, at) => failure(at))
  const sample = Array.from({ length: 5 }, (_, at) => ({ file: 'data/part.csv', row: at + 1, keys: { id: `k${at}` } }))
  const bins = Array.from({ length: 22 }, (_, at) => ({ from: at, to: at + 1, rows: 50 * at, failing: at }))
  return {
    ...given,
    verdict: 'fail',
    reason: `${checks} of ${checks} checks failed`,
    results,
    places: results.map((_, at) => ({ line: at + 1, column: 5 })),
    suite: { name: 'large', source: 'suite', path: 'expectations/large.json' },
    failingRows: {
      files: ['failing-rows.csv', 'failing-rows.parquet'],
      atMost: 10,
      total: checks * 1_000_000,
      told: checks * 10,
      checks: results
        .slice(0, 1000)
        .map((_, at) => ({ result: at, columns: [`column ${at}`], total: 1_000_000, sample })),
    },
    distributions: {
      rows: 100_000,
      left: 900,
      columns: Array.from({ length: 100 }, (_, at) => {
        return { column: `column ${at}`, type: 'integer', missing: 0, failing: 1_000_000, bins } as const
      }),
    },
  }
}

test('the failed checks come first, the gravest of them before the others, each in the order of the suite', () => {
  const results = [failure(0, 'info'), { ...failure(1), success: true }, failure(2, 'warning'), failure(3), failure(4)]
  const ordered = orderedChecks({ ...given, results, places: [] })
  expect(ordered.map(({ number }) => number)).toEqual([4, 5, 3, 1, 2])
})

test.each([
  [{ unexpected_count: 2, element_count: 344, unexpected_percent: 0.5814 }, '2 of 344 rows (0.6 %)'],
  [
    { unexpected_count: 9000, element_count: 9000, unexpected_percent: 100, unexpected_listed_count: 4000 },
    '9,000 of 9,000 rows (100.0 %), the first 4,000 listed',
  ],
  [{ unexpected_count: 2, element_count: 9e6, unexpected_percent: 0.0000222 }, '2 of 9,000,000 rows (2.22e-5 %)'],
  [{ unexpected_count: 5 }, '5 unexpected'],
  [{ observed_value: ['a'] }, '["a"]'],
  [{}, ''],
])('%j is shown as %s', (result, text) => expect(foundOf(failed({}, result))).toBe(text))

test.each<[object, ExpectationResult['result'], string]>([
  [{ min_value: 70 }, { observed_value: 64.65140000021 }, '64.7, asked: at least 70'],
  [{ min_value: 1, max_value: 2, strict_max: true }, { observed_value: 3 }, '3, asked: at least 1, below 2'],
  [{ value: 10 }, { observed_value: 9 }, '9, asked: 10'],
  [{ type_: 'int' }, { observed_value: 'number' }, 'number, asked: int'],
  [{ max_age: '7d' }, { observed_value: 9e5, details: { unit: 'seconds old' } }, '900,000 seconds old, asked: 7d'],
  [{}, { observed_value: 9, details: { runs: 4, low: 90, high: 110 } }, '9, asked: at least 90, at most 110'],
  [
    { mostly: 0.99 },
    { unexpected_count: 2, element_count: 4, unexpected_percent: 50 },
    '2 of 4 rows (50.0 %), 1.0 % allowed',
  ],
  [
    {},
    { observed_value: ['a', 'c'], details: { mismatched: { missing: ['b'], unexpected: ['c'] } } },
    'missing: b; not asked for: c',
  ],
  [
    {},
    {
      observed_value: ['a'],
      details: { mismatched: [{ 'Expected Column Position': 1, Expected: 'b', Found: null }] },
    },
    'column 2 is missing, asked: b',
  ],
])('what was asked for stands beside what was found: %j', (kwargs, result, text) => {
  expect(foundOf(failed(kwargs, result))).toBe(text)
  expect(foundOf({ ...failed(kwargs, result), success: true })).not.toMatch(/asked|allowed/)
})

function failed(kwargs: object, result: ExpectationResult['result']): ExpectationResult {
  const { expectation_config: of, ...rest } = failure(0)
  return { ...rest, result, expectation_config: { ...of, kwargs: { column: 'x', ...kwargs } } }
}

test('a row is named by file, number and keys; its values stand behind', () => {
  expect(rowText({ row: 1234, keys: {} })).toBe('row 1,234')
  expect(rowText({ file: 'a.csv', row: 7, keys: { id: 'k', at: null }, values: [6300, null, 'x'] })).toBe(
    'a.csv row 7 (id k, at missing): 6300, missing, x',
  )
})

test('page and summary show severity, counts, rows and the place in the suite', () => {
  const document: ValidationDocument = { ...given, suite: { name: 's', source: 'suite', path: 'suite.json' } }
  const page = stageHtml([document], charts)
  const summary = summaryMarkdown([document])
  for (const text of ['suite.json:5', '2 of 344 rows', 'row 170 (id N19): 6300']) expect(page).toContain(text)
  expect(page).toContain('the first 1 of 2 in failing-rows.csv and failing-rows.parquet')
  expect(page).toMatch(/badge warning[\s\S]*1 check passed/)
  expect(summary).toMatch(/body&#95;mass&#95;g \| warning \| 2 of 344 rows/)
})

test('each column has its picture, the failing part in a colour of its own', () => {
  const page = stageHtml([given], charts)
  expect(page.match(/<figure>/g)).toHaveLength(4)
  expect(page.match(/<svg/g)).toHaveLength(3)
  const [mass = '', species = ''] = page.split('<figure>').slice(1)
  expect(mass).toMatch(/class="fails"/)
  expect(species).not.toMatch(/class="fails"/)
  for (const text of ['Adelie', 'no. 2', 'all others', '3 different values']) expect(species).toContain(text)
  for (const text of ['&lt; 2,500', '2007-11-11', 'drawn from 172 rows', '3 more columns not drawn'])
    expect(page).toContain(text)
})

test('1,000 failed checks and 100 columns make a page below 5 MB, 10,000 too; a summary fits into a step', () => {
  for (const checks of [1000, 10_000]) {
    const document = large(checks)
    const page = stageHtml([document], charts)
    expect(Buffer.byteLength(page)).toBeLessThan(5e6)
    expect(page.match(/class="badge critical"/g)).toHaveLength(1000)
    expect(page.includes('and 9,000 more checks in validation.json')).toBe(checks > 1000)
    const summary = summaryMarkdown([document])
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024)
    expect(summary).toContain(`and ${(checks - 200).toLocaleString('en-US')} more failed checks in the report`)
    expect(stageDetails(document)).toHaveLength(11)
  }
})
