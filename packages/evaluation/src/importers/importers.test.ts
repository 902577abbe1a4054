import { describe, expect, test } from '@jest/globals'
import { parseGates } from '../rules/gate.ts'
import { readRules } from './index.ts'

const texts = (text: string, file: string, options = {}) => {
  const rules = readRules(text, file, options).rules.map((rule) => rule.text)
  parseGates(rules)
  return rules
}

const left = (text: string, file: string) => readRules(text, file).untranslated.map(({ what }) => what)

const taxi = `
model_specs { name: "candidate" label_key: "big_tipper" }
model_specs { name: "baseline" is_baseline: true }
slicing_specs {}
slicing_specs { feature_keys: ["trip_start_hour"] }
metrics_specs {
  metrics { class_name: "ExampleCount" }
  metrics {
    class_name: "BinaryAccuracy"
    threshold {
      value_threshold { lower_bound { value: 0.5 } }
      change_threshold { direction: HIGHER_IS_BETTER absolute { value: -0.01 } }
    }
  }
  metrics {
    class_name: "AUC"
    config: '"curve": "ROC"'
    per_slice_thresholds {
      slicing_specs { feature_values { key: "payment type" value: "Cash" } }
      threshold { value_threshold { lower_bound { value: 0.6 } upper_bound { value: 0.99 } } }
    }
  }
}
options { compute_confidence_intervals { value: true } }
`

describe('EvalConfig of TFMA', () => {
  test('a threshold of its own is of every slice that is computed', () =>
    expect(texts(taxi, 'eval.pbtxt')).toEqual([
      'accuracy >= 0.5',
      'accuracy >= champion - 0.01',
      'accuracy >= 0.5 for every trip_start_hour',
      'accuracy >= champion - 0.01 for every trip_start_hour',
      'roc_auc >= 0.6 for "payment type" = Cash',
      'roc_auc suspicious above 0.99 for "payment type" = Cash',
    ]))

  test('rules know their line', () =>
    expect(readRules(taxi, 'eval.pbtxt').rules[0]?.at).toEqual({ file: 'eval.pbtxt', line: 11, column: 25 }))

  test.each([
    ['HIGHER_IS_BETTER', -0.02, 'accuracy >= champion - 0.02'],
    ['HIGHER_IS_BETTER', 0.02, 'accuracy >= champion + 0.02'],
    ['LOWER_IS_BETTER', 0.1, 'accuracy suspicious above champion + 0.1'],
  ])('change %s %d of accuracy', (direction, absolute, rule) =>
    expect(texts(json('BinaryAccuracy', { changeThreshold: { direction, absolute } }), 'a.json')).toEqual([rule]),
  )

  test.each([
    ['LOWER_IS_BETTER', 0.5, 'rmse <= champion + 0.5'],
    ['LOWER_IS_BETTER', -0.5, 'rmse <= champion - 0.5'],
    ['HIGHER_IS_BETTER', -2, 'rmse suspicious below champion - 2'],
  ])('change %s %d of an error', (direction, absolute, rule) =>
    expect(texts(json('RootMeanSquaredError', { change_threshold: { direction, absolute } }), 'a.json')).toEqual([
      rule,
    ]),
  )

  test('percentages become shares', () =>
    expect(texts(json('MeanAbsolutePercentageError', { valueThreshold: { upperBound: 12.5 } }), 'a.json')).toEqual([
      'mape <= 0.125',
    ]))

  test.each([
    [
      'a relative change',
      json('AUC', {
        valueThreshold: { lowerBound: 0.5 },
        changeThreshold: { relative: -0.1, direction: 'HIGHER_IS_BETTER' },
      }),
      'AUC: a relative change',
    ],
    [
      'a change without direction',
      json('AUC', { valueThreshold: { lowerBound: 0.5 }, changeThreshold: { absolute: 0 } }),
      'AUC: a change',
    ],
    ['a crossed slice', slices('{ feature_keys: ["a", "b"] }'), 'a threshold of Recall'],
    ['a slice by SQL', slices('{ slice_keys_sql: "SELECT STRUCT(a)" }'), 'a threshold of Recall'],
  ])('%s is named', (_, text, what) => expect(left(text, text.startsWith('{') ? 'a.json' : 'a.pbtxt')).toEqual([what]))

  test.each([
    [
      'a metric that is not here',
      json('NDCG', { valueThreshold: { lowerBound: 0.5 } }),
      'NDCG: there is no such metric here',
    ],
    [
      'a threshold of its own',
      json('Precision', { valueThreshold: { lowerBound: 0.5 } }, '"thresholds": 0.7'),
      'Precision with thresholds: 0.7',
    ],
    [
      'an area under another curve',
      json('AUC', { valueThreshold: { lowerBound: 0.5 } }, '{"curve": "PR"}'),
      'curve: "PR"',
    ],
    ['no thresholds', '{"metrics_specs": [{"metrics": [{"class_name": "AUC"}]}]}', 'It asks for nothing'],
    ['a misspelt field', '{"metrics_specs": [{"metric": []}]}', 'did you mean metrics?'],
    ['text for a number', json('AUC', { valueThreshold: { lowerBound: 'high' } }), "'value' must be a number"],
    ['a list for a map', '{"metrics_specs": [{"options": 1}, 3]}', 'MetricsSpec'],
  ])('%s is refused', (_, text, message) => expect(() => readRules(text, 'a.json')).toThrow(message))
})

describe('thresholds of MLflow', () => {
  test('each argument is a rule', () =>
    expect(
      texts(
        `accuracy_score: {threshold: 0.8, min_absolute_change: 0.05, greater_is_better: true}
root_mean_squared_error: {threshold: 4, min_absolute_change: 0.5, greater_is_better: false}`,
        'thresholds.yaml',
      ),
    ).toEqual(['accuracy >= 0.8', 'accuracy >= champion + 0.05', 'rmse <= 4', 'rmse <= champion - 0.5']))

  test('a relative change is named', () =>
    expect(
      left('{"roc_auc": {"threshold": 0.5, "min_relative_change": 0.1, "greater_is_better": true}}', 'a.json'),
    ).toEqual(['roc_auc: min_relative_change']))

  test.each([
    ['roc_auc: {threshold: 0.5, greater_is_better: false}', 'greater_is_better is not true'],
    ['roc_auc: {threshold: .nan, greater_is_better: true}', 'threshold is not a number'],
    ['roc_auc: {threshold: 0.5, higher_is_better: true}', "unknown key 'higher_is_better'"],
    ['roc_auc: {greater_is_better: true}', 'roc_auc asks for nothing'],
    ['roc_auc: {threshold: 1}\naccuracy_score: 3', 'roc_auc: greater_is_better is not true'],
  ])('%s is refused', (text, message) => expect(() => readRules(text, 'a.yml')).toThrow(message))
})

describe('a metrics file', () => {
  const file = '{"train": {"loss": 0.1}, "test": {"accuracy": 0.93, "rmse": 4.1, "auc": 0.97}}'

  test('the model may be worse by the margin', () =>
    expect(texts(file, 'metrics.json', { margin: 0.02 })).toEqual([
      'accuracy >= 0.91',
      'rmse <= 4.12',
      'roc_auc >= 0.95',
    ]))

  test('what is no metric is named', () =>
    expect(readRules(file, 'metrics.json', { margin: 0.02 }).untranslated).toMatchObject([
      { what: 'train.loss', at: { key: 'train.loss' } },
    ]))

  test('what was measured on training rows, and what is no number, is named', () => {
    const mixed = '{"train": {"accuracy": 1}, "test": {"accuracy": 0.93, "auc": "0.97"}}'
    const { rules, untranslated } = readRules(mixed, 'metrics.json', { margin: 0.02 })
    expect(rules.map(({ text }) => text)).toEqual(['accuracy >= 0.91'])
    expect(untranslated.map(({ what }) => what)).toEqual(['train.accuracy', 'test.auc'])
  })

  test('a margin must be said', () => expect(() => readRules(file, 'metrics.json')).toThrow('import-margin: 0.02'))
})

test.each([
  ['rules.txt', 'accuracy >= 1', 'these are no rules'],
  ['rules.json', '{', 'not read'],
  ['rules.yaml', 'a: &a [1]\nb: *a', 'not read'],
  ['rules.json', '{"a": "b"}', 'these are no rules'],
  ['rules.pbtxt', 'metrics_specs {', 'expected a field'],
])('%s with %j is refused', (file, text, message) => expect(() => readRules(text, file)).toThrow(message))

function json(metric: string, threshold: object, config = ''): string {
  return JSON.stringify({ metricsSpecs: [{ metrics: [{ className: metric, config, threshold }] }] })
}

function slices(spec: string): string {
  const threshold = 'threshold { value_threshold { lower_bound { value: 0.5 } } }'
  return `metrics_specs { metrics { class_name: "Recall"
    per_slice_thresholds { slicing_specs {} ${threshold} }
    per_slice_thresholds { slicing_specs ${spec} ${threshold} } } }`
}
