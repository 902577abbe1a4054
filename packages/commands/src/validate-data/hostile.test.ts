import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { ExpectationResult } from '@trainyard/evidence'
import { InputError, type Services } from '@trainyard/ports'
import { quietServices, stillClock } from '../../../../test/support/services.ts'
import { validateData } from './index.ts'

jest.setTimeout(60_000)

type Content = string | Uint8Array
type Ending = RegExp | 'pass' | 'fail'

/** Name, what the suite is, how it ends: an input error that reads so, or a verdict. Then the table, and the suite's name. */
type Case = readonly [name: string, suite: Content, ending: Ending, table?: Content, file?: string]

const secret = 'word\nof-nobodys\n'
const data = 'a,b\n1,x\n2,y\n3,z\n'

function suite(...expectations: readonly unknown[]): string {
  return JSON.stringify({ name: 's', expectations })
}

const one = (type: string, kwargs: object, more: object = {}) => suite({ type, kwargs, ...more })
const between = (kwargs: object) => one('expect_column_values_to_be_between', { column: 'a', ...kwargs })
const inSet = (value_set: unknown, more: object = {}) =>
  one('expect_column_values_to_be_in_set', { column: 'b', value_set, ...more })
const regex = (pattern: string) => one('expect_column_values_to_match_regex', { column: 'b', regex: pattern })
const exists = (column: unknown) => one('expect_column_to_exist', { column })
const notNull = (more: object) => one('expect_column_values_to_not_be_null', { column: 'a', ...more })
const rows = (row_condition: string) => notNull({ row_condition, condition_parser: 'pandas' })
const parameter = ($PARAMETER: string, suite_parameters: object = {}) =>
  JSON.stringify({
    name: 's',
    suite_parameters,
    expectations: [{ type: 'expect_column_max_to_be_between', kwargs: { column: 'a', max_value: { $PARAMETER } } }],
  })
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
const injection = `x"; DROP TABLE data; SELECT '1`

const suites: readonly Case[] = [
  ['an empty file', '', /suite\.json:1:1 {2}this is not JSON/],
  ['blanks', ' \n\t ', /suite\.json:.*this is not JSON/],
  ['a byte order mark', `\ufeff${exists('a')}`, 'pass'],
  ['UTF-16', Buffer.from(`\ufeff${exists('a')}`, 'utf16le'), /suite\.json {2}this is no text in UTF-8/],
  ['bytes that are no text', Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d), /this is no text in UTF-8/],
  ['a NUL between words', exists('a').replace('{', '{\0'), /suite\.json:1:2 {2}this is not JSON/],
  ['a NUL in a column', exists('a\0'), 'fail'],
  ['a NUL written raw in a text', exists('aX').replace('X', '\0'), /suite\.json:1:\d+ {2}this is not JSON/],
  ['cut off', exists('a').slice(0, -5), /suite\.json:1:\d+ {2}this is not JSON/],
  ['100,000 levels', deep(100_000), /nested deeper than 200 levels/],
  ['100,000 levels in an argument', exists('a').replace('"a"', deep(100_000)), /nested deeper than 200 levels/],
  ['100,000 levels of objects', '{"a":'.repeat(100_000), /nested deeper than 200 levels/],
  ['a key twice', '{"name": "s", "name": "t", "expectations": []}', /suite\.json:1:\d+ {2}.*unique/],
  [
    'an argument twice',
    exists('a').replace('"column":"a"', '"column":"a","column":"b"'),
    /suite\.json:1:\d+ {2}.*unique/,
  ],
  ['expectations as an object', '{"expectations": {}}', /a suite has a list of expectations/],
  ['no expectations', suite(), /the suite has no expectations/],
  ['a suite in a list', `[${exists('a')}]`, /a suite has a list of expectations/],
  ['null', 'null', /a suite has a list of expectations/],
  ['null as expectation', suite(null), /an expectation is an object/],
  ['a type that is no text', suite({ type: 7, kwargs: {} }), /an expectation names its type/],
  ['__proto__ as type', one('__proto__', {}), /unknown expectation '__proto__'/],
  ['toString as type', one('toString', {}), /unknown expectation 'toString'/],
  [
    'an unknown type',
    one('expect_column_values_to_be_betwen', {}),
    /did you mean expect_column_values_to_be_between\?/,
  ],
  ['constructor as argument', notNull({ constructor: 1 }), /unknown argument 'constructor'/],
  ['__proto__ as argument', exists('a').replace('"column"', '"__proto__":{},"column"'), /unknown argument '__proto__'/],
  ['an unknown argument', notNull({ mostyl: 1 }), /unknown argument 'mostyl'; did you mean mostly\?/],
  ['severity', one('expect_column_to_exist', { column: 'a' }, { severity: 'fatal' }), /severity: must be one of/],
  ['NaN as bound', between({ min_value: 1 }).replace(':1}', ':NaN}'), /JSON has no NaN/],
  [
    'Infinity as bound',
    between({ min_value: 1 }).replace(':1}', ':Infinity}'),
    /must be a finite number or a string, not Infinity/,
  ],
  ['a bound beyond all numbers', between({ min_value: 1 }).replace(':1}', ':1e999}'), /must be a finite number/],
  ['min above max', between({ min_value: 2, max_value: 1 }), /min_value 2 is greater than max_value 1/],
  ['no bound', between({}), /give min_value or max_value/],
  ['a list as bound', between({ min_value: [1] }), /must be a finite number or a string/],
  ['a bound of another kind', between({ min_value: "1'; DROP TABLE data; --" }), 'fail'],
  ['a bound beyond 2^53', between({ max_value: 2 ** 53 }), 'pass'],
  ['mostly 1.5', between({ min_value: 1, mostly: 1.5 }), /must be a share between 0 and 1, not 1\.5/],
  ['mostly below 0', between({ min_value: 1, mostly: -0.1 }), /must be a share between 0 and 1/],
  ['mostly as text', between({ min_value: 1, mostly: '1' }), /must be a share between 0 and 1, not "1"/],
  ['a negative count', one('expect_table_row_count_to_equal', { value: -1 }), /must be a whole number/],
  ['half a row', one('expect_table_row_count_to_equal', { value: 2.5 }), /must be a whole number/],
  ['SQL as column', exists(injection), 'fail'],
  ['SQL as checked column', one('expect_column_values_to_not_be_null', { column: injection }), 'fail'],
  ['SQL as value', inSet([injection, "'); DROP TABLE data; --"]), 'fail'],
  ['SQL as regular expression', regex("'); DROP TABLE data; --"), /is refused: a parenthesis is closed/],
  [
    'SQL as pattern',
    one('expect_column_values_to_match_like_pattern', { column: 'b', like_pattern: "%'; DROP TABLE data;" }),
    'fail',
  ],
  ['a NUL in a value', inSet(['x\0', 'x', 'y', 'z']), 'pass'],
  ['a NUL in a regular expression', regex('a\0b'), 'fail'],
  ['a lone surrogate as value', inSet(['\ud800', 'x', 'y', 'z']), 'pass'],
  ['a lone surrogate as column', exists('\udfff'), 'fail'],
  ['objects as values', inSet([{}]), /must be a list of constants/],
  ['100,000 values', inSet([...Array.from({ length: 100_000 }, (_, index) => `v${index}`), 'x', 'y', 'z']), 'pass'],
  ['a regular expression that explodes', regex('^(([a-z])+.)+[A-Z]([a-z])+$'), 'fail'],
  ['a regular expression cut off', regex('(a'), /kwargs\.regex|regex "\(a"/],
  ['repetitions without end', regex('((a{1000}){1000}){1000}'), 'fail'],
  ['10,000 open groups', regex(`${'('.repeat(10_000)}a${')'.repeat(10_000)}`), /regex|nested/],
  ['a regular expression of 100,000 characters', regex('a'.repeat(100_000)), /20,?000 characters|regex/],
  ['a row condition with a second statement', rows('a > 0; DROP TABLE data'), /row_condition/],
  ['a row condition that calls', rows('__import__("os").system("touch x")'), /row_condition/],
  ['a row condition that reads another scope', rows('a > @secret'), /row_condition/],
  ['a row condition 10,000 levels deep', rows(`${'('.repeat(10_000)}a > 0${')'.repeat(10_000)}`), /row_condition/],
  ['a parameter of itself', parameter('a', { a: { $PARAMETER: 'a' } }), /parameter|a/i],
  ['a parameter that explodes', parameter('9 ** 9 ** 9 ** 9'), /max_value|finite|number/],
  ['an unknown parameter', parameter('limit', { limt: 5 }), /limit/],
  ['a parameter that calls', parameter('__import__("os")'), /max_value/],
  [
    'a table that is no name',
    one('expect_table_row_count_to_equal_other_table', { other_table_name: '../../etc/passwd' }),
    'fail',
  ],
  ['a result format that is none', notNull({ result_format: { result_format: 'ALL' } }), /result_format/],
  [
    'a list without end as count',
    notNull({ result_format: { result_format: 'SUMMARY', partial_unexpected_count: 1e300 } }),
    'pass',
  ],
  ['2,000 checks', suite(...Array.from({ length: 2000 }, () => JSON.parse(exists('a')).expectations[0])), 'pass'],
  [
    '10,000 columns in one check',
    one('expect_compound_columns_to_be_unique', {
      column_list: Array.from({ length: 10_000 }, (_, index) => `c${index}`),
    }),
    'fail',
  ],
]

const wide = (columns: number) =>
  `${Array.from({ length: columns }, (_, index) => `c${index}`).join(',')}\n${'1,'.repeat(columns - 1)}1\n`

const tables: readonly Case[] = [
  ['200 columns', exists('c199'), 'pass', wide(200)],
  ['4,000 columns', exists('c3999'), 'pass', wide(4000)],
  [
    'a column that is named like SQL',
    notNull({ column: 'x"; DROP TABLE data; --' }),
    'pass',
    '"x""; DROP TABLE data; --",b\n1,2\n',
  ],
  ['a column with a NUL in its name', exists('a'), /data\.csv/, 'a\0,b\n1,2\n'],
  ['a header alone', notNull({}), 'pass', 'a,b\n'],
  ['nothing', exists('a'), /data\.csv/, ''],
  ['a name twice', exists('a'), /data\.csv/, 'a,a\n1,2\n'],
  ['a name of ours', exists('a'), /rowNumber/, 'a,rowNumber\n1,2\n'],
  ['UTF-16', exists('a'), /data\.csv/, Buffer.from('\ufeffa,b\n1,2\n', 'utf16le')],
  ['rows of other lengths', exists('a'), /data\.csv/, 'a,b\n1,2,3\n4\n'],
  [
    'infinities',
    one('expect_column_mean_to_be_between', { column: 'a', max_value: 5 }),
    'fail',
    'a,b\ninf,1\n-inf,2\n1.5,3\n',
  ],
  ['numbers that are none', notNull({}), 'fail', 'a,b\nNaN,1\n1.5,2\n'],
  [
    'a cell of 5 MB',
    one('expect_column_value_lengths_to_be_between', { column: 'b', max_value: 10 }),
    'fail',
    `a,b\n1,${'x'.repeat(5_000_000)}\n`,
  ],
  ['a cell that a regular expression stumbles over', regex('^(a+)+$'), 'fail', `a,b\n1,${'a'.repeat(50_000)}!\n`],
]

/** It ends with the time limit of a test of values, beside the other tests. */
const slow: Case = [
  'a cell that a regular expression stumbles over, where only JavaScript can say it',
  regex('^(?=(a+)+$)'),
  'fail',
  `a,b\n1,${'a'.repeat(5000)}!\n`,
]

const foreign: readonly Case[] = [
  [
    'TFDV: 100,000 levels',
    'feature { '.repeat(100_000),
    /schema\.pbtxt:1:\d+ {2}nested deeper than 100 levels/,
    data,
    'schema.pbtxt',
  ],
  ['TFDV: binary', Uint8Array.of(10, 4, 8, 1, 18, 0), /schema\.pbtxt:\d+:\d+/, data, 'schema.pbtxt'],
  [
    'TFDV: SQL as feature',
    `feature { name: "x\\"; DROP TABLE data" type: INT presence { min_count: 1 } }`,
    'fail',
    data,
    'schema.pbtxt',
  ],
  ['TFDV: nothing', '', 'fail', data, 'schema.pbtxt'],
  ['TFDV: JSON', exists('a'), /schema\.pbtxt:1:\d+/, data, 'schema.pbtxt'],
  ['SageMaker: features of nothing', '{"features": [{}]}', /features\[0\].*name/, data, 'constraints.json'],
  [
    'SageMaker: SQL as domain',
    JSON.stringify({
      features: [
        { name: 'a', inferred_type: 'Unknown' },
        { name: 'b', inferred_type: 'String', string_constraints: { domains: [injection] } },
      ],
    }),
    'fail',
    data,
    'constraints.json',
  ],
  [
    'Table Schema: a pattern that explodes',
    JSON.stringify({
      fields: [
        { name: 'a', type: 'integer' },
        { name: 'b', type: 'string', constraints: { pattern: '(([a-z])+.)+[A-Z]' } },
      ],
    }),
    'fail',
    data,
    'schema.json',
  ],
  [
    'Table Schema: SQL as format',
    JSON.stringify({ fields: [{ name: 'a' }, { name: 'b', type: 'date', format: "%Y'); DROP TABLE data; --" }] }),
    'fail',
    data,
    'schema.json',
  ],
  [
    'Table Schema: 100,000 levels',
    `{"fields": ${deep(100_000)}}`,
    /nested deeper than 200 levels/,
    data,
    'schema.json',
  ],
  ['JSON Schema: a circle', '{"$ref": "#", "properties": {}}', /# refers to itself/, data, 'a.schema.json'],
  [
    'JSON Schema: SQL as property',
    JSON.stringify({ properties: { [injection]: { minimum: 1 } }, required: [injection] }),
    'fail',
    data,
    'a.schema.json',
  ],
  [
    'JSON Schema: a NUL',
    JSON.stringify({ properties: { b: { pattern: '\0', enum: ['\0'] } } }),
    'fail',
    data,
    'a.schema.json',
  ],
  [
    'JSON Schema: __proto__',
    '{"properties": {"__proto__": {"minimum": 1}, "a": {"minimum": 1}}}',
    'pass',
    data,
    'a.schema.json',
  ],
]

const noFile = /file system operations are disabled|cannot access (?:file|directory)/i
const onlySelect = /must select, and do nothing else/

/** Name, query and why it is refused. FOLDER is the folder of the run, in which `secret.csv` must stay unread and as it is. */
const queries: readonly (readonly [name: string, query: string, why: RegExp])[] = [
  ['INSERT', 'INSERT INTO {batch} VALUES (1, 2)', /batch is not an? table/],
  ['UPDATE', 'UPDATE {batch} SET a = 0', /can only update base table/i],
  ['DELETE', 'DELETE FROM {batch}', /can only delete from base table/i],
  ['CREATE TABLE', 'CREATE TABLE mine AS SELECT * FROM {batch}', onlySelect],
  ['DROP', 'DROP VIEW {batch}', onlySelect],
  ['COPY to a file', "COPY (SELECT * FROM {batch}) TO 'FOLDER/out.csv'", /must select|file system|Permission/],
  ['COPY over a file', "COPY (SELECT * FROM {batch}) TO 'FOLDER/secret.csv'", /must select|file system|Permission/],
  ['EXPORT', "EXPORT DATABASE 'FOLDER/out'", /must select|file system|Permission/],
  ['ATTACH', "ATTACH 'FOLDER/other.db' AS other", onlySelect],
  ['INSTALL', 'INSTALL httpfs', onlySelect],
  ['LOAD', "LOAD 'FOLDER/evil.duckdb_extension'", onlySelect],
  ['PRAGMA', 'PRAGMA database_list', /syntax error/],
  ['SET', 'SET enable_external_access = true', onlySelect],
  ['SET GLOBAL', "SET GLOBAL temp_directory = 'FOLDER/out'", onlySelect],
  ['CHECKPOINT', 'CHECKPOINT', onlySelect],
  ['two statements', 'SELECT * FROM {batch}; DROP VIEW {batch}', /must be one statement, not 2/],
  [
    'a setting, then a file',
    "SET lock_configuration = false; FROM 'FOLDER/secret.csv'",
    /must be one statement, not 2/,
  ],
  [
    'a parenthesis that closes ours',
    "SELECT 1) AS x; COPY (SELECT 1) TO 'FOLDER/out.csv'; SELECT * FROM (SELECT 1",
    /./,
  ],
  ['the same in one statement', 'SELECT 1) UNION ALL (SELECT 2', /syntax error/],
  ['a comment that is not closed', 'SELECT * FROM {batch} /*', /unterminated/],
  ['a text that is not closed', "SELECT * FROM {batch} WHERE b = '", /unterminated/],
  ['a parameter', 'SELECT * FROM {batch} WHERE a = $1', /must have no parameters/],
  ['a CSV file', "SELECT * FROM read_csv('FOLDER/secret.csv')", noFile],
  ['a file by its name', "FROM 'FOLDER/secret.csv'", noFile],
  ['a file of the machine', "SELECT * FROM read_csv('/etc/passwd', sep = ':')", noFile],
  ['a text', "SELECT content FROM read_text('FOLDER/secret.csv')", noFile],
  ['bytes', "SELECT content FROM read_blob('/proc/self/environ')", noFile],
  ['a folder', "SELECT * FROM glob('FOLDER/*')", noFile],
  [
    'a file under a condition',
    "SELECT * FROM {batch} WHERE b IN (SELECT content FROM read_text('/etc/passwd'))",
    noFile,
  ],
  ['a variable of the environment', "SELECT getenv('HOME')", /getenv/],
  ['the network', "SELECT * FROM read_parquet('http://127.0.0.1:9/x.parquet')", noFile],
  ['the network, over S3', "SELECT * FROM read_csv('s3://bucket/x.csv')", noFile],
  ['another database', "SELECT * FROM postgres_scan('host=127.0.0.1', 'public', 't')", /postgres_scan/],
  ['a table that is not there', 'SELECT * FROM secrets', /secrets/],
]

/** Queries that are odd and do what they say. */
const odd: readonly Case[] = [
  [
    'a line comment at the end',
    one('unexpected_rows_expectation', { unexpected_rows_query: 'FROM {batch} WHERE a > 9 --' }),
    'pass',
  ],
  ['no {batch}', one('unexpected_rows_expectation', { unexpected_rows_query: 'SELECT 1 WHERE false' }), 'pass'],
  ['no {batch}, and a row', one('unexpected_rows_expectation', { unexpected_rows_query: 'SELECT 1' }), 'fail'],
  [
    'an unknown brace',
    one('unexpected_rows_expectation', { unexpected_rows_query: 'FROM {table}' }),
    /stands for nothing/,
  ],
  ['an empty query', one('unexpected_rows_expectation', { unexpected_rows_query: ' ; ' }), /must hold a query/],
]

let slowEnding: Promise<readonly PromiseSettledResult<void>[]>

beforeAll(() => {
  slowEnding = Promise.allSettled([expectEnding(slow)])
})

describe('hostile suites end in one clear error, or in a correct verdict', () => {
  test.each(suites)('%s', (...hostile) => expectEnding(hostile))
})

describe('so do hostile tables', () => {
  test.each(tables)('%s', (...hostile) => expectEnding(hostile))
})

describe('and the suites of other tools', () => {
  test.each(foreign)('%s', (...hostile) => expectEnding(hostile))
})

describe('a query that would write, read a file or reach out is refused, and touches nothing', () => {
  const asked = [
    ...queries.map(([name, query, why]) => ({ name, query, why, suite: unexpectedRows(query) })),
    ...queries.map(([name, query, why]) => ({
      name: `${name}, as the query of a comparison`,
      query,
      why,
      suite: compared(query),
    })),
  ]
  let answered: Answered

  beforeAll(async () => {
    answered = await answersTo(asked.map(({ suite }) => suite))
  })

  test.each(asked.map(({ name, why }, index) => [name, why, index] as const))('%s', (_, why, index) => {
    const result = answered.results[index]
    expect(result?.exception_info).toMatchObject({
      raised_exception: true,
      exception_message: expect.stringMatching(why),
    })
    expect(result?.result).toEqual({})
  })

  test('no file is read, made or changed', () => {
    expect(answered.results).toHaveLength(asked.length)
    expect(answered.verdict).toBe('fail')
    expect(JSON.stringify(answered.results)).not.toMatch(/of-nobodys|root:/)
    expect(answered.after).toEqual(answered.before)
  })

  test.each(odd)('%s', (...hostile) => expectEnding(hostile))
})

function unexpectedRows(unexpected_rows_query: string): object {
  return { type: 'unexpected_rows_expectation', kwargs: { unexpected_rows_query } }
}

function compared(comparison_query: string): object {
  const kwargs = { base_query: 'SELECT a FROM {batch}', comparison_data_source_name: 'other', comparison_query }
  return { type: 'expect_query_results_to_match_comparison', kwargs }
}

interface Answered {
  readonly verdict: string
  readonly results: readonly ExpectationResult[]
  /** What every file of the folder holds. */
  readonly before: Readonly<Record<string, string>>
  readonly after: Readonly<Record<string, string>>
}

/** One run over all queries; FOLDER in them is where it runs. */
async function answersTo(expectations: readonly object[]): Promise<Answered> {
  const folder = await mkdtemp(path.join(tmpdir(), 'trainyard-hostile-'))
  try {
    await writeFile(path.join(folder, 'trainyard.yml'), 'name: hostile\ndata: {train: data.csv}\n')
    await writeFile(path.join(folder, 'data.csv'), data)
    await writeFile(path.join(folder, 'secret.csv'), secret)
    await writeFile(path.join(folder, 'suite.json'), suite(...expectations).replaceAll('FOLDER', folder))
    const before = await filesIn(folder)
    const inputs = {
      suite: 'suite.json',
      table: 'other=data.csv',
      values: 'shown',
      'result-format': 'COMPLETE',
    } as const
    const { verdict, documents } = await validateData.run(inputs, services(folder))
    const results = documents.flatMap((document) => (document.kind === 'validation' ? document.results : []))
    return { verdict, results, before, after: await filesIn(folder) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function filesIn(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).filter((name) => name !== '.trainyard').sort()
  const contents = names.map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')] as const)
  return Object.fromEntries(await Promise.all(contents))
}

test(slow[0], async () => {
  const [ended] = await slowEnding
  if (ended?.status === 'rejected') throw ended.reason
})

test('there are more than sixty', () => {
  expect(suites.length + tables.length + foreign.length).toBeGreaterThan(60)
})

async function expectEnding([, content, ending, table = data, file = 'suite.json']: Case): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'trainyard-hostile-'))
  try {
    await writeFile(path.join(folder, 'trainyard.yml'), 'name: hostile\ndata: {train: data.csv}\n')
    await writeFile(path.join(folder, 'data.csv'), table)
    await writeFile(path.join(folder, file), content)
    const before = (await readdir(folder)).sort()
    const ended = await validateData.run({ suite: file }, services(folder)).catch((error: unknown) => error)
    if (!(ending instanceof RegExp)) return expect(ended).toMatchObject({ verdict: ending })
    expect(ended).toBeInstanceOf(InputError)
    expectClear(ended instanceof InputError ? ended : new InputError(''), ending)
    const left = (await readdir(folder)).filter((name) => name !== '.trainyard')
    expect(left.sort()).toEqual(before)
    expect(await readdir(path.join(folder, '.trainyard')).catch(() => [])).toEqual([])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Short, with its place, and like nothing that a program would say. */
function expectClear({ message, problems }: InputError, ending: RegExp): void {
  expect(message).toMatch(ending)
  expect(problems.length).toBeLessThanOrEqual(2)
  expect(problems.map(({ at }) => at?.file)).not.toContain(undefined)
  expect(message.length).toBeLessThan(1000)
  expect(message).not.toMatch(/\n {4}at |undefined|\[object|Binder Error|SELECT /)
}

function services(cwd: string): Services {
  return {
    ...quietServices,
    clock: { ...stillClock, elapsed: () => performance.now() },
    artifacts: {
      available: false,
      upload: () => Promise.reject(new Error('nothing is uploaded')),
      download: async () => false,
      newestRun: async () => undefined,
    },
    checks: { create: async () => undefined },
    comments: { limit: 1000, put: async () => undefined },
    attestations: { available: false, attest: () => Promise.reject(new Error('nothing is signed here')) },
    base: { name: async () => undefined, read: async () => undefined },
    dispatch: { available: false, start: () => Promise.reject(new Error('nothing is started')) },
    fetch: () => Promise.reject(new Error('nothing is fetched')),
    cwd,
    interactive: false,
  }
}
