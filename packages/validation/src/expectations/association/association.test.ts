import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { validate } from '../../run/validate.ts'
import { parseSuite } from '../../suite/parse.ts'
import { type OpenTable, tableOf } from '../../testing/table.ts'

let table: OpenTable

beforeAll(async () => {
  table = await tableOf({
    a: ['string', [...'aaaabbbbcc', null]],
    b: ['integer', [1, 1, 1, 2, 2, 2, 2, 1, 3, 3, 3]],
    c: ['boolean', [true, true, true, false, false, false, true, true, false, null, true]],
    d: ['boolean', [true, true, false, false, false, true, true, true, false, true, true]],
    one: ['integer', [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]],
  })
})
afterAll(() => table.close())

async function resultOf(type: string, kwargs: object) {
  const suite = parseSuite(JSON.stringify({ name: 'one', expectations: [{ type, kwargs }] }), 'suite.json')
  const [first] = (await validate(table, suite, { values: 'shown' })).results
  return { success: first?.success, observed: first?.result['observed_value'] }
}

// scipy 1.17.1: chisquare(f_obs, f_exp).pvalue
test.each([
  [{ values: ['a', 'b', 'c'], weights: [0.4, 0.4, 0.2] }, {}, true, 1],
  [{ values: ['a', 'b', 'c'], weights: [0.2, 0.2, 0.6] }, {}, false, 0.0356739933472524],
  [{ values: ['a', 'b', 'c'], weights: [0.2, 0.2, 0.6] }, { p: 0.01 }, true, 0.0356739933472524],
  [{ values: ['a', 'x'], weights: [0.5, 0.5] }, { tail_weight_holdout: 0.5 }, true, 0.2213853871894879],
  [{ values: ['a', 'b'], weights: [0.5, 0.5] }, {}, false, 0],
])('chi-square against %j with %j', async (partition_object, more, success, p) => {
  const kwargs = { column: 'a', partition_object, ...more }
  const found = await resultOf('expect_column_chisquare_test_p_value_to_be_greater_than', kwargs)
  expect(found).toEqual({ success, observed: expect.closeTo(p, 10) })
})

// scipy 1.17.1: sqrt(chi2_contingency(pandas.crosstab(A, B)).statistic / n / (min(shape) - 1))
test.each([
  ['a', 'b', false, 0.7905694150420949],
  ['c', 'd', false, 0.37499999999999994],
  ['a', 'a', false, 1],
])("Cramér's V of %s and %s", async (column_A, column_B, success, phi) => {
  const found = await resultOf('expect_column_pair_cramers_phi_value_to_be_less_than', { column_A, column_B })
  expect(found).toEqual({ success, observed: expect.closeTo(phi, 10) })
})

test('a column of one value goes with nothing that can be told', async () => {
  const kwargs = { column_A: 'a', column_B: 'one' }
  expect(await resultOf('expect_column_pair_cramers_phi_value_to_be_less_than', kwargs)).toEqual({
    success: false,
    observed: null,
  })
})
