import { describe, expect, test } from '@jest/globals'
import { failedColumns, runImported } from '../../testing/imported.ts'
import type { Column } from '../../testing/table.ts'

/** As baselines are written, with the thresholds that they are written with. */
function constraints(features: readonly object[], config: object = {}): string {
  const monitoring_config = { evaluate_constraints: 'Enabled', emit_metrics: 'Enabled', ...config }
  return JSON.stringify({ version: 0, features, monitoring_config }, null, 1)
}

const run = (text: string, columns: Readonly<Record<string, Column>>) => runImported(text, 'constraints.json', columns)
const integral = { name: 'a', inferred_type: 'Integral', completeness: 1 }

describe('each violation of Model Monitor is found', () => {
  test.each<[string, object, Column, object, boolean]>([
    ['integers', integral, ['integer', [1, 2]], {}, true],
    ['integers written as fractions', integral, ['number', [1, 2]], {}, true],
    ['fractions for integers', integral, ['number', [1.5, 2]], {}, false],
    [
      'half of the values may be of another type',
      integral,
      ['number', [1.5, 2]],
      { datatype_check_threshold: 0.5 },
      true,
    ],
    ['text for integers', integral, ['string', ['1', 'x']], { datatype_check_threshold: 0.6 }, false],
    ['truth values for integers', integral, ['boolean', [true, false]], {}, false],
    ['integers for fractions', { ...integral, inferred_type: 'Fractional' }, ['integer', [1]], {}, true],
    ['text for fractions', { ...integral, inferred_type: 'Fractional' }, ['string', ['1.5', '.', '2']], {}, false],
    ['numbers for text', { ...integral, inferred_type: 'String' }, ['integer', [1]], {}, false],
    ['dates are text', { ...integral, inferred_type: 'String' }, ['date', ['2024-01-01']], {}, true],
    ['nothing is asked of an unknown type', { ...integral, inferred_type: 'Unknown' }, ['boolean', [true]], {}, true],
    ['complete', { ...integral, completeness: 0.75 }, ['integer', [1, 2, 3, null]], {}, true],
    ['incomplete', { ...integral, completeness: 0.76 }, ['integer', [1, 2, 3, null]], {}, false],
    ['no completeness is asked', { ...integral, completeness: 0 }, ['integer', [null]], {}, true],
    ['negative', { ...integral, num_constraints: { is_non_negative: true } }, ['integer', [0, -1]], {}, false],
    ['not negative', { ...integral, num_constraints: { is_non_negative: true } }, ['integer', [0, 1]], {}, true],
    [
      'negative is let through',
      { ...integral, num_constraints: { is_non_negative: false } },
      ['integer', [-1]],
      {},
      true,
    ],
    [
      'within the domain',
      { name: 'a', inferred_type: 'String', string_constraints: { domains: ['x', 'y'] } },
      ['string', ['x', 'y', null]],
      {},
      true,
    ],
    [
      'outside the domain',
      { name: 'a', inferred_type: 'String', string_constraints: { domains: ['x'] } },
      ['string', ['x', 'y']],
      {},
      false,
    ],
    [
      'mostly within the domain',
      { name: 'a', inferred_type: 'String', string_constraints: { domains: ['x'] } },
      ['string', ['x', 'y']],
      { domain_content_threshold: 0.5 },
      true,
    ],
    [
      "a feature's own threshold",
      { ...integral, monitoringConfigOverrides: { datatype_check_threshold: 0.5 } },
      ['number', [1.5, 2]],
      {},
      true,
    ],
  ])('%s', async (_, feature, column, config, success) => {
    expect(await run(constraints([feature], config), { a: column })).toMatchObject({ success })
  })

  test('a column that is missing, and one too many', async () => {
    const two = constraints([integral, { ...integral, name: 'b' }])
    expect(failedColumns(await run(two, { a: ['integer', [1]] }))).toEqual([''])
    expect(failedColumns(await run(constraints([integral]), { a: ['integer', [1]], b: ['integer', [1]] }))).toEqual([
      '',
    ])
  })
})

test('what is not checked is told by name, and drift with its bounds', async () => {
  const distribution_constraints = {
    perform_comparison: 'Enabled',
    comparison_threshold: 0.1,
    comparison_method: 'Robust',
    categorical_comparison_threshold: 0.2,
    categorical_drift_method: 'ChiSquared',
  }
  const features = [
    { ...integral, num_constraints: { is_non_negative: true, is_prime: true }, colour: 'red' },
    { name: 'b', inferred_type: 'String', num_constraints: { is_non_negative: true } },
    { ...integral, name: 'c', monitoringConfigOverrides: { evaluate_constraints: 'Disabled' } },
  ]
  const columns: Record<string, Column> = { a: ['integer', [1]], b: ['string', ['x']], c: ['string', ['x']] }
  const { untranslated, success } = await run(constraints(features, { distribution_constraints }), columns)
  expect(success).toBe(true)
  expect(untranslated).toEqual([
    "distribution_constraints of 'a' (Robust 0.1)",
    "colour of 'a'",
    "num_constraints.is_prime of 'a'",
    "is_non_negative of 'b'",
    "distribution_constraints of 'b' (ChiSquared 0.2)",
    "feature 'c'",
  ])
})

test.each<[string, string, RegExp]>([
  ['no name', constraints([{ inferred_type: 'Integral' }]), /constraints\.json:4:3 {2}features\[0\].*name/],
  ['unknown type', constraints([{ ...integral, inferred_type: 'Int' }]), /features\[0\]\.inferred_type: .*Integral/],
  ['completeness', constraints([{ ...integral, completeness: 1.5 }]), /:7:20 {2}features\[0\]\.completeness/],
  ['threshold', constraints([integral], { datatype_check_threshold: '1' }), /datatype_check_threshold/],
  ['domains', constraints([{ ...integral, string_constraints: { domains: [1] } }]), /domains\[0\]/],
  ['a key twice', '{"features": [], "features": []}', /constraints\.json:1:\d+ {2}.*unique/],
  ['features no list', '{"features": {}, "monitoring_config": {}}', /a suite has a list of expectations/],
])('a file that is wrong is refused with its place: %s', async (_, text, message) => {
  await expect(run(text, { a: ['integer', [1]] })).rejects.toThrow(message)
})
