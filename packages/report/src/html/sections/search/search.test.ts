import { expect, test } from '@jest/globals'
import { charts } from '../../../charts.ts'
import { parallelCoordinates } from './coordinates.ts'
import { searchFigures } from './search.ts'
import type { Search } from './trials.ts'

const trial = (number: number, value: number | undefined, parameters: Search['trials'][number]['parameters']) => ({
  trial: number,
  key: String(number).repeat(64),
  parameters,
  ...(value === undefined ? { failure: 'out of <memory>' } : { value }),
  seconds: 1,
  reused: false,
})

const search: Search = {
  method: 'random',
  best: 'min rmse',
  judgedBy: 'validation',
  chosen: 2,
  trials: [
    trial(1, 3, { rate: 0.001, model: 'mlp' }),
    trial(2, 1, { rate: 0.1, model: 'linear' }),
    trial(3, undefined, { rate: 1, model: 'mlp' }),
  ],
}

test('trials stand with the best first and the failed last, and foreign words are text', () => {
  const page = searchFigures(search, charts).text
  expect([...page.matchAll(/<td class="t">(\d)( ★)?<\/td>/g)].map(([, number]) => number)).toEqual(['2', '1', '3'])
  expect(page).toContain('failed: out of &lt;memory&gt;')
  expect(page).toContain(
    '3 trials, judged by <strong>min rmse</strong> on the validation share; trial 2 is the best; 1 failed',
  )
  expect(page).toContain('<svg')
})

test('each finished trial is a line over its parameters and its value; wide ranges are logarithmic', () => {
  const option = parallelCoordinates(search)
  expect(option).toMatchObject({
    parallelAxis: [
      { name: 'rate', type: 'log', min: 0.001, max: 0.1 },
      { name: 'model', type: 'category', data: ['linear', 'mlp'] },
      { name: 'rmse', type: 'value', min: 1, max: 3 },
    ],
    series: [{ data: [[0.001, 'mlp', 3]] }, { data: [[0.1, 'linear', 1]] }],
  })
})

test('one finished trial is compared with nothing', () => {
  expect(parallelCoordinates({ ...search, trials: search.trials.slice(1) })).toBeUndefined()
})
