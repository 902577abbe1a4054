import { expect, test } from '@jest/globals'
import { validate } from '../run/validate.ts'
import { parseAcceptedSchema } from '../schema/accepted.ts'
import { proposeSchema } from '../schema/propose.ts'
import { type Column, type OpenTable, tableOf } from '../testing/table.ts'
import { structuralSuite } from './structuralSuite.ts'

const sound: Readonly<Record<string, Column>> = {
  id: ['integer', [1, 2, 3, 4], 'id'],
  x: ['number', [0.5, 1, null, 2]],
  colour: ['string', ['red', 'red', 'blue', 'blue']],
  y: ['string', ['a', 'b', 'a', 'b'], 'target'],
}

async function withTable<T>(
  changed: Readonly<Record<string, Column>>,
  work: (table: OpenTable) => Promise<T>,
): Promise<T> {
  const table = await tableOf({ ...sound, ...changed })
  try {
    return await work(table)
  } finally {
    await table.close()
  }
}

test.each<[string, Readonly<Record<string, Column>>, string, string]>([
  ['a sound table', {}, 'pass', '13 checks'],
  [
    'an id twice',
    { id: ['integer', [1, 2, 2, 4], 'id'] },
    'fail',
    '1 of 13 checks failed: expect_column_values_to_be_unique (id)',
  ],
  [
    'a label that is missing',
    { y: ['string', ['a', null, 'a', 'b'], 'target'] },
    'fail',
    '1 of 13 checks failed: expect_column_values_to_not_be_null (y)',
  ],
  [
    'one class',
    { y: ['string', ['a', 'a', 'a', 'a'], 'target'] },
    'fail',
    '1 of 13 checks failed: expect_column_unique_value_count_to_be_between (y)',
  ],
  ['a constant feature', { x: ['number', [1, 1, 1, 1]] }, 'pass', '13 checks, 1 warning'],
  [
    'a feature without values',
    { x: ['number', [null, null, null, null]] },
    'fail',
    '1 of 13 checks failed: expect_column_proportion_of_non_null_values_to_be_between (x)',
  ],
  ['several labels', { z: ['integer', [0, 0, 1, 1], 'target'] }, 'pass', '17 checks, 1 warning'],
  ['columns that are ignored', { x: ['number', [null, null, null, null], 'ignore'] }, 'pass', '10 checks'],
])('structure: %s', (_, changed, verdict, reason) =>
  withTable(changed, async (table) => {
    expect(await validate(table, structuralSuite(table.columns))).toMatchObject({ verdict, reason })
  }),
)

const many = <T>(value: (row: number) => T) => Array.from({ length: 200 }, (_, row) => value(row))
const accepted: Readonly<Record<string, Column>> = {
  id: ['integer', many((row) => row), 'id'],
  x: ['number', many((row) => (row % 50 === 0 ? null : (row * 6.18) % 10))],
  colour: ['string', many((row) => (row % 2 ? 'red' : 'blue'))],
  y: ['string', many((row) => ((row * 0.618) % 1 < 0.6 ? 'a' : 'b')), 'target'],
}

test.each<[string, Readonly<Record<string, Column>>, readonly string[]]>([
  ['the same data', {}, []],
  ['one new category', { colour: ['string', many((row) => (row === 7 ? 'green' : 'red'))] }, []],
  [
    'a new category in a third of the rows',
    { colour: ['string', many((row) => (row % 3 ? 'red' : 'green'))] },
    ['expect_column_values_to_be_in_set'],
  ],
  ['whole numbers', { x: ['integer', many((row) => 1 + Math.floor(row / 25))] }, []],
  [
    'another type',
    { x: ['string', many((row) => `v${row}`)] },
    ['expect_column_values_to_be_in_type_list', 'expect_column_values_to_be_between'],
  ],
  ['another unit', { x: ['number', many((row) => (row * 618) % 1000)] }, ['expect_column_values_to_be_between']],
  [
    'half of the values gone',
    { x: ['number', many((row) => (row % 2 ? null : (row * 6.18) % 10))] },
    ['expect_column_proportion_of_non_null_values_to_be_between'],
  ],
])('a proposed schema accepts its own data: %s', async (_, changed, failed) => {
  const proposed = await withTable(accepted, proposeSchema)
  await withTable({ ...accepted, ...changed }, async (table) => {
    const suite = await parseAcceptedSchema(JSON.stringify(proposed), 'trainyard.schema.json', table.columns)
    const { results } = await validate(table, suite)
    const critical = results.filter(
      ({ success, expectation_config: { severity } }) => !success && severity === 'critical',
    )
    expect(critical.map(({ expectation_config: { type } }) => type)).toEqual(failed)
  })
})
