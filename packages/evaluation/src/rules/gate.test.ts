import { describe, expect, test } from '@jest/globals'
import { parseGate, parseGates } from './gate.ts'

test.each([
  ['accuracy >= 0.90', { metric: { name: 'accuracy' }, intent: 'floor', bound: 0.9 }],
  ['  accuracy>=.9 ', { intent: 'floor', bound: 0.9 }],
  ['recall[Gentoo] >= 0.9', { metric: { name: 'recall' }, class: 'Gentoo', intent: 'floor' }],
  ['recall[a ] b] >= 0.9', { class: 'a ] b' }],
  ['recall["a >= b"] >= 0.9', { class: '"a >= b"' }],
  ['rmse <= 4.2', { metric: { name: 'rmse' }, intent: 'ceiling', bound: 4.2 }],
  ['log_loss <= 1e-1', { intent: 'ceiling', bound: 0.1 }],
  ['accuracy >= champion - 0.01', { intent: 'non-inferior', bound: -0.01 }],
  ['accuracy >= champion', { intent: 'non-inferior', bound: 0 }],
  ['accuracy >= champion + 0.02', { intent: 'superior', bound: 0.02 }],
  ['rmse <= champion + 0.5', { intent: 'non-inferior', bound: 0.5 }],
  ['rmse <= champion - 0.5', { intent: 'superior', bound: -0.5 }],
  ['r2 >= -1', { intent: 'floor', bound: -1 }],
  ['matthews_corrcoef >= -0.2', { intent: 'floor', bound: -0.2 }],
  ['accuracy >= baseline + 0.1', { intent: 'superior', bound: 0.1, against: 'baseline' }],
  ['accuracy suspicious above 0.999', { intent: 'not-suspicious', bound: 0.999 }],
  ['accuracy non-inferior to champion within 0.01', { intent: 'non-inferior', bound: -0.01, against: 'champion' }],
  ['rmse non-inferior to champion within 0.5', { intent: 'non-inferior', bound: 0.5 }],
  ['rmse non-inferior to champion', { intent: 'non-inferior', bound: 0 }],
  ['accuracy superior to baseline by 0.1', { intent: 'superior', bound: 0.1, against: 'baseline' }],
  ['mae superior to champion by 2', { intent: 'superior', bound: -2 }],
  ['accuracy superior to champion', { intent: 'superior', bound: 0 }],
  ['log_loss suspicious beyond 0.001', { intent: 'not-suspicious', bound: 0.001 }],
  ['rmse suspicious beyond champion by 2', { intent: 'not-suspicious', bound: -2, against: 'champion' }],
  ['rmse suspicious below champion - 2', { intent: 'not-suspicious', bound: -2, against: 'champion' }],
  ['accuracy >= 0.8 for every "home for two"', { slice: { column: 'home for two' } }],
  ['accuracy >= run:latest - 0.01', { intent: 'non-inferior', bound: -0.01, against: 'run:latest' }],
  ['rmse superior to run:v3 by 1', { intent: 'superior', bound: -1, against: 'run:v3' }],
  ['accuracy >= 0.8 for island = Biscoe', { slice: { column: 'island', value: 'Biscoe' } }],
  ['accuracy >= 0.8 for age >= 65', { slice: { column: 'age', range: { least: { number: 65, included: true } } } }],
  ['rmse <= 2 for age < 18', { slice: { column: 'age', range: { most: { number: 18, included: false } } } }],
  [
    'mae <= 2 for -1.5 < "body mass" <= 3e2',
    {
      slice: {
        column: 'body mass',
        range: { least: { number: -1.5, included: false }, most: { number: 300, included: true } },
      },
    },
  ],
  ['recall[ready for sale = yes] >= 0.9', { class: 'ready for sale = yes' }],
])('%s', (text, rule) => expect(parseGate(text)).toMatchObject(rule))

test.each([
  ['acuracy >= 0.9', "unknown metric 'acuracy'", 'Did you mean accuracy?'],
  ['auc >= 0.9', "unknown metric 'auc'", 'Did you mean roc_auc?'],
  ['accuracy <= 0.9', 'the better the higher', 'accuracy >= 0.90'],
  ['rmse >= 3', 'the better the lower', 'rmse <= 4.2'],
  ['accuracy > 0.9', 'write >= in place of >', ''],
  ['accuracy == 0.9', 'the better the higher', ''],
  ['f_beta >= 0.5', 'f_beta needs its parameter beta: a number above 0', 'f_beta(2)[yes]'],
  ['f_beta(-1)[a] >= 0.5', "'-1' is no beta: a number above 0", 'docs/reference/metrics.md'],
  ['precision(threshold=7)[a] >= 0.5', "'7' is no threshold: a number from 0 to 1", ''],
  ['precision(avrage=macro) >= 0.5', "precision has no parameter 'avrage'", ''],
  ['roc_auc(multi_class=all) >= 0.5', "'all' is no multi_class: ovr, ovo", ''],
  ['rmse(2) <= 4', 'rmse takes no parameters', 'Write rmse.'],
  ['recall(average=macro)[a] >= 0.5', 'recall(average=macro) is not of one class', ''],
  ['ece <= 0.1', "unknown metric 'ece'", 'Did you mean calibration_error? All metrics: docs/reference/metrics.md'],
  ['accuracy', 'is not a rule', 'Rules read'],
  ['', 'is not a rule', ''],
  ['accuracy >= high', 'neither a number nor', ''],
  ['accuracy >= NaN', 'neither a number nor', ''],
  ['accuracy >= Infinity', 'neither a number nor', ''],
  ['accuracy >= champion * 0.9', 'a share of the champion', ''],
  ['accuracy >= champion - x', 'is not a margin', ''],
  ['accuracy >= 90', 'between 0 and 1', 'Did you mean 0.9?'],
  ['accuracy >= -0.1', 'between 0 and 1', ''],
  ['f1_macro >= champion - 1', 'a margin of 1 decides nothing', ''],
  ['rmse <= -1', 'is never below 0', ''],
  ['r2 >= 1.5', 'is never above 1', ''],
  ['matthews_corrcoef >= 2', 'between -1 and 1', ''],
  ['accuracy suspicious below 0.5', 'too good is above', 'Write: accuracy suspicious above 0.5'],
  ['accuracy suspicious 0.9', 'is not a rule', ''],
  ['accuracy superior to last week', 'is not a rule', ''],
  ['accuracy superior to run-7', "unknown rival 'run-7'", ''],
  ['accuracy non-inferior to champion within 2', 'a margin of 2 decides nothing', ''],
  ['accuracy[Gentoo] >= 0.9', 'is not of one class', ''],
])('%p is refused', (text, message, remedy) => {
  const fault = parseGate(text)
  expect(fault).toMatchObject({ message: expect.stringContaining(message) })
  expect('remedy' in fault ? fault.remedy : '').toContain(remedy)
})

describe('all rules together', () => {
  test('every fault is told, at its place', () => {
    const read = () => parseGates(['acuracy >= 1', 'accuracy >= 0.9', 'rmse >= 1'])
    expect(read).toThrow(/evaluate\.gates\[0\][\s\S]*evaluate\.gates\[2\]/)
  })

  test.each([
    [['accuracy >= 0.9', 'accuracy suspicious above 0.8']],
    [['rmse suspicious below 3', 'rmse <= 2']],
    [['accuracy superior to champion by 0.2', 'accuracy suspicious beyond champion by 0.1']],
  ])('%j contradict each other', (texts) => expect(() => parseGates(texts)).toThrow('no model passes both'))

  test('rules of other classes and slices do not', () =>
    expect(parseGates(['recall[a] >= 0.9', 'recall[b] suspicious above 0.8'])).toHaveLength(2))

  test('a gate without a rule is an error', () => expect(() => parseGates([])).toThrow('no gates'))
})
