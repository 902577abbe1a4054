import { describe, expect, test } from '@jest/globals'
import type { ExpectationResult, Severity, ValidationDocument } from '@trainyard/evidence'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { walked } from '../fixtures/documents.ts'
import sarifShape from './fixtures/sarif-shape.json' with { type: 'json' }
import { junit } from './junit.ts'
import { sarif } from './sarif.ts'

const given = walked.find(({ kind }) => kind === 'validation') as ValidationDocument

function check(kwargs: Record<string, unknown>, more: Partial<ExpectationResult> & { severity?: Severity } = {}) {
  const { severity = 'critical', ...rest } = more
  const type = 'expect_column_values_to_be_between'
  return {
    success: false,
    expectation_config: { type, kwargs, meta: {}, severity },
    result: { element_count: 10, unexpected_count: 2, unexpected_percent: 20 },
    meta: {},
    exception_info: { raised_exception: false, exception_traceback: null, exception_message: null },
    ...rest,
  }
}

const exception_info = { raised_exception: true, exception_traceback: null, exception_message: "no column 'z'" }
const results: ExpectationResult[] = [
  check({ column: 'a', max_value: 1 }, { success: true }),
  check({ column: 'b', max_value: 1 }),
  check({ column: 'z' }, { exception_info, result: {} }),
  check({ column: 'b', max_value: 2 }, { severity: 'warning' }),
  check({ column: 'b', max_value: 3 }, { severity: 'info' }),
]
const document: ValidationDocument = {
  ...given,
  verdict: 'fail',
  suite: { name: 'a <suite> & more', source: 'suite', path: 'expectations/s.json' },
  results,
  places: results.map((_, at) => ({ line: at + 4, column: 5 })),
  failingRows: {
    files: [],
    atMost: 0,
    total: 2,
    told: 0,
    checks: [{ result: 1, columns: ['b'], total: 2, sample: [{ row: 17, keys: { id: 'k' } }] }],
  },
}

describe('SARIF', () => {
  const log = (of: ValidationDocument, file = 'ml/expectations/s 1.json') => JSON.parse(sarif(of, file))

  test('has the shape that SARIF 2.1.0 and code scanning ask for', () => {
    const valid = new Ajv({ strict: false }).compile(sarifShape)
    for (const each of [document, given, { ...given, results: [] }]) {
      valid(log(each))
      expect(valid.errors).toBeNull()
    }
    expect(valid({ ...log(document), version: '2.0.0' })).toBe(false)
  })

  test('a rule for each type, a result for each failed check at its line, the gravest first', () => {
    const [run] = log(document).runs
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(['expect_column_values_to_be_between'])
    expect(run.results.map(({ level }: { level: string }) => level)).toEqual(['error', 'error', 'warning', 'note'])
    expect(run.results[0]).toMatchObject({
      ruleIndex: 0,
      message: { text: 'expect_column_values_to_be_between of b failed: 2 of 10 rows (20.0 %); row 17 (id k)' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'ml/expectations/s%201.json', uriBaseId: '%SRCROOT%' },
            region: { startLine: 5, startColumn: 5 },
          },
        },
      ],
    })
    expect(run.results[1].message.text).toMatch(/failed: no column 'z'$/)
  })

  const prints = (of: ValidationDocument): string[] =>
    log(of).runs[0].results.map((one: { partialFingerprints: object }) => Object.values(one.partialFingerprints)[0])

  test('a fingerprint stays when lines, counts or the order of arguments change, and tells equal checks apart', () => {
    const moved = results.map((result) => ({
      ...result,
      result: {},
      expectation_config: {
        ...result.expectation_config,
        kwargs: Object.fromEntries(Object.entries(result.expectation_config.kwargs).reverse()),
      },
    }))
    expect(prints({ ...document, results: moved, places: [] })).toEqual(prints(document))
    const twice = prints({ ...document, results: [...results, ...results] })
    expect(new Set(twice).size).toBe(8)
  })
})

describe('JUnit', () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    processEntities: true,
    htmlEntities: true,
  })
  const parsed = (of: ValidationDocument) => {
    const text = junit(of)
    expect(XMLValidator.validate(text)).toBe(true)
    return parser.parse(text).testsuites
  }

  test('a case for each check in the order of the suite; severity decides what it counts as', () => {
    const { testsuite: suite, ...all } = parsed(document)
    expect(all).toMatchObject({ tests: '5', failures: '1', errors: '1', skipped: '2' })
    expect(suite).toMatchObject({ name: 'a <suite> & more', timestamp: '2026-11-23T10:00:00', tests: '5' })
    expect(suite.testcase.map((one: object) => ['failure', 'error', 'skipped'].find((kind) => kind in one))).toEqual([
      undefined,
      'failure',
      'error',
      'skipped',
      'skipped',
    ])
    expect(suite.testcase[1]).toMatchObject({
      name: '2 expect_column_values_to_be_between (b)',
      classname: 'a <suite> & more',
      file: 'expectations/s.json',
      line: '5',
      failure: { type: 'critical', message: expect.stringContaining('2 of 10 rows (20.0 %); row 17 (id k)') },
    })
    expect(suite.testcase[3].skipped.message).toMatch(/^warning: /)
  })

  test('warnings that fail the stage are failures', () => {
    const [, , , warning = check({})] = results
    expect(parsed({ ...document, results: [warning] })).toMatchObject({ failures: '1', skipped: '0' })
    expect(parsed({ ...document, results: [warning], verdict: 'pass' })).toMatchObject({ failures: '0', skipped: '1' })
  })

  test('whatever stands in a suite, the file can be parsed and says the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (foreign) => {
        const name = `${foreign}]]>\u0000\ud800<testcase name="x"/>`
        const { testsuite } = parsed({
          ...document,
          suite: { ...document.suite, name },
          results: [check({ column: name })],
        })
        expect([testsuite.testcase].flat()).toHaveLength(1)
        expect(testsuite.name).toContain('<testcase name="x"/>')
      }),
      { numRuns: 30 },
    )
  })
})
