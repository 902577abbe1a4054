import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { SqlScalar } from '@trainyard/dataset'
import type { ColumnType } from '@trainyard/evidence'
import { failedColumns, runImported } from '../../testing/imported.ts'
import type { Column } from '../../testing/table.ts'
import { readSuite } from '../index.ts'
import cases from './fixtures/verdicts.json' with { type: 'json' }

interface Case {
  readonly schema: string
  readonly environment?: string
  readonly columns: Readonly<Record<string, unknown>>
  readonly anomalies: Readonly<Record<string, unknown>>
}

describe('the verdict is that of TensorFlow Data Validation, feature by feature', () => {
  const numbered = (cases as unknown as readonly Case[]).map((each, index) => ({ index, ...each }))
  test.each(numbered)('schema $index', async ({ schema, environment, columns, anomalies }) => {
    const run = await runImported(schema, 'schema.pbtxt', tableFrom(columns), { ...(environment && { environment }) })
    expect(run.success).toBe(Object.keys(anomalies).length === 0)
    const told = failedColumns(run)
    const known = Object.entries(anomalies).filter(([, types]) => !isOfTable(types))
    expect(told.filter((name) => name !== '')).toEqual(known.map(([name]) => name).sort())
  })
})

/** Missing and new columns are one check of the table here. */
function isOfTable(types: unknown): boolean {
  const whole = ['SCHEMA_NEW_COLUMN', 'SCHEMA_MISSING_COLUMN', 'DATASET_LOW_NUM_EXAMPLES', 'DATASET_HIGH_NUM_EXAMPLES']
  return Array.isArray(types) && types.every((type) => whole.includes(type))
}

function tableFrom(columns: Readonly<Record<string, unknown>>): Record<string, Column> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, written]) => {
      const [type, values] = written as [ColumnType, SqlScalar[]]
      const read =
        type === 'number' ? values.map((value) => (value === 'inf' ? Number.POSITIVE_INFINITY : value)) : values
      return [name, [type, read] satisfies Column]
    }),
  )
}

const taxi = readFileSync(path.join(import.meta.dirname, 'fixtures/taxi.pbtxt'), 'utf8')
const trips: Record<string, Column> = {
  payment_type: ['string', ['Cash', 'Cash', 'Credit Card']],
  fare: ['number', [1.5, 20, 33.25]],
  trip_start_hour: ['integer', [0, null, 23]],
  company: ['string', [null, 'A', 'B']],
  pickup_url: ['string', ['x', 'y', 'z']],
  tips: ['number', [0.5, 1.5, 2.5]],
  legacy_zone: ['integer', [1, 2, 3]],
}
const { tips: _, ...served } = trips

test('what is no matter of one table, or not checked, is told by its name and place', async () => {
  const { untranslated = [] } = await readSuite(taxi, 'schema.pbtxt', { rows: 3, columns: [], files: [], tables: [] })
  expect(untranslated.filter(({ drift }) => drift)).toEqual([
    {
      what: 'num_examples_drift_comparator (min_fraction_threshold 0.8, max_fraction_threshold 1.5)',
      why: 'it compares with earlier rows: it belongs to check-drift',
      at: { file: 'schema.pbtxt', line: 62, column: 3 },
      drift: [
        { against: 'drift', measure: 'min_fraction_threshold', threshold: 0.8 },
        { against: 'drift', measure: 'max_fraction_threshold', threshold: 1.5 },
      ],
    },
    {
      what: "drift_comparator of 'payment_type' (jensen_shannon_divergence 0.02)",
      why: 'it compares two tables: it belongs to check-drift',
      at: { file: 'schema.pbtxt', line: 10, column: 3 },
      drift: [{ column: 'payment_type', against: 'drift', measure: 'jensen_shannon_divergence', threshold: 0.02 }],
    },
    {
      what: "skew_comparator of 'payment_type' (infinity_norm 0.01)",
      why: 'it compares two tables: it belongs to check-drift',
      at: { file: 'schema.pbtxt', line: 9, column: 3 },
      drift: [{ column: 'payment_type', against: 'skew', measure: 'infinity_norm', threshold: 0.01 }],
    },
  ])
  const run = await runImported(taxi, 'schema.pbtxt', trips)
  expect(run.untranslated).toEqual(
    expect.arrayContaining([
      "natural_language_domain of 'company'",
      "url_domain of 'pickup_url'",
      "float_domain.disallow_nan of 'fare'",
      "sparse_feature 'embedding'",
    ]),
  )
})

test('environments decide which columns there are', async () => {
  expect(await runImported(taxi, 'schema.pbtxt', trips)).toMatchObject({ success: true })
  expect(await runImported(taxi, 'schema.pbtxt', served)).toMatchObject({ success: false })
  expect(await runImported(taxi, 'schema.pbtxt', served, { environment: 'SERVING' })).toMatchObject({ success: true })
  expect(await runImported(taxi, 'schema.pbtxt', trips, { environment: 'SERVING' })).toMatchObject({ success: false })
  await expect(runImported(taxi, 'schema.pbtxt', trips, { environment: 'SERVNG' })).rejects.toThrow(
    /schema\.pbtxt:1:1 {2}the schema has no environment 'SERVNG'\n.*It has TRAINING, SERVING\./,
  )
})

test('the number of rows is bounded from both sides', async () => {
  const bounds = 'dataset_constraints { min_examples_count: 2 max_examples_count: 3 } feature { name: "a" type: INT }'
  const runs = [1, 2, 3, 4].map((rows) =>
    runImported(bounds, 'schema.pbtxt', { a: ['integer', Array.from({ length: rows }, () => 1)] }),
  )
  expect((await Promise.all(runs)).map(({ success }) => success)).toEqual([false, true, true, false])
})

test.each<[string, string, RegExp]>([
  ['no name', 'feature { type: INT }', /:1:1 {2}a feature has a name/],
  ['no type', 'feature { name: "a" }', /:1:1 {2}feature 'a' has no type\n.*INT, FLOAT or BYTES/],
  ['unknown domain', 'feature { name: "a" type: BYTES domain: "d" }', /:1:33 {2}the schema has no string_domain 'd'/],
  [
    'domain of another type',
    'feature { name: "a" type: INT float_domain { } }',
    /a float_domain does not go with type INT/,
  ],
  ['min above max', 'feature { name: "a" type: INT int_domain { min: 2 max: 1 } }', /min 2 is greater than max 1/],
  ['NaN', 'feature { name: "a" type: FLOAT float_domain { min: nan } }', /a bound cannot be NaN/],
  ['beyond 2^53', 'feature { name: "a" type: INT int_domain { max: 9007199254740993 } }', /beyond 2\^53/],
  [
    'mass',
    'feature { name: "a" type: BYTES string_domain { } distribution_constraints { min_domain_mass: 1.5 } }',
    /between 0 and 1, not 1\.5/,
  ],
  [
    'mass without domain',
    'feature { name: "a" type: INT distribution_constraints { } }',
    /go with a domain or string_domain only/,
  ],
  ['fraction', 'feature { name: "a" type: INT presence { min_fraction: -1 } }', /between 0 and 1, not -1/],
  [
    'count',
    'feature { name: "a" type: INT value_count { min: 2 max: 1 } }',
    /value_count: min is 0 or more, and max not below it/,
  ],
  ['shape', 'feature { name: "a" type: INT shape { dim { size: 0 } } }', /the size of a dimension is 1 or more/],
  [
    'unique',
    'feature { name: "a" type: INT unique_constraints { min: 1 } }',
    /go with BYTES and with categorical integers only/,
  ],
  ['words of 0 and 1', 'feature { name: "a" type: INT bool_domain { true_value: "t" } }', /they are 1 and 0/],
  ['no words', 'feature { name: "a" type: BYTES bool_domain { } }', /needs true_value or false_value/],
  [
    'rows',
    'dataset_constraints { min_examples_count: 3 max_examples_count: 2 }',
    /can hold 2 rows at most, and 3 at least/,
  ],
])('a schema that contradicts itself is refused: %s', async (_, text, message) => {
  await expect(runImported(text, 'schema.pbtxt', { a: ['integer', [1]] })).rejects.toThrow(message)
})
