import { expect, test } from '@jest/globals'
import { metricsBeside, parametersBeside } from '@trainyard/report'
import { sideOfFacts } from './dvc.ts'

test('parameters and metrics of DVC stand beside each other by file and path', () => {
  const before = sideOfFacts('dvc:HEAD', {
    params: { 'params.yaml': { 'train.rate': 0.1, seed: 1 } },
    metrics: { 'metrics.json': { 'accuracy.test': 0.5, name: 'a' } },
  })
  const after = sideOfFacts('dvc:workspace', {
    params: { 'params.yaml': { 'train.rate': 0.3, seed: 1, list: null } },
    metrics: { 'metrics.json': { 'accuracy.test': 0.75 }, 'loss.yaml': { '': 2 } },
  })
  expect(parametersBeside(before, after)).toEqual([
    ['params.yaml:list', '', 'null', ''],
    ['params.yaml:train.rate', '0.1', '0.3', expect.stringContaining('0.2')],
  ])
  expect(metricsBeside(before, after).map(([name, was, is]) => [name, was, is])).toEqual([
    ['metrics.json:accuracy.test (last)', '0.500', '0.750'],
    ['loss.yaml (last)', '', '2'],
  ])
})
