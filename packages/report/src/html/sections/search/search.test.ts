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

test('each finished trial is a line over its parameters and its value', () => {
  const option = parallelCoordinates(search)
  expect(option).toMatchObject({
    parallelAxis: [
      { name: 'rate', type: 'category', data: ['0.001', '0.1'] },
      { name: 'model', type: 'category', data: ['linear', 'mlp'] },
      { name: 'rmse', type: 'value', min: 1, max: 3 },
    ],
    series: [{ data: [['0.001', 'mlp', 3]] }, { data: [['0.1', 'linear', 1]] }],
  })
})

const axesOf = (option: ReturnType<typeof parallelCoordinates>) => option?.['parallelAxis']

test('numbers of a list have places of their own, by size; many lie by size, values of many sizes by their order', () => {
  const listed = [8, 16, 32, 64, 128, 256, 512].map((hidden, at) =>
    trial(at + 1, 10 ** -at, { hidden, batch: at % 3 === 0 ? 100 : 20 }),
  )
  const option = parallelCoordinates({ ...search, trials: listed })
  expect(axesOf(option)).toMatchObject([
    { name: 'hidden', type: 'log', min: 8, max: 512 },
    { name: 'batch', type: 'category', data: ['20', '100'] },
    { name: 'rmse', type: 'log', min: 1e-6, max: 1 },
  ])
  expect(option?.['series']).toContainEqual(expect.objectContaining({ data: [[8, '100', 1]] }))
})

test('one finished trial is compared with nothing', () => {
  expect(parallelCoordinates({ ...search, trials: search.trials.slice(1) })).toBeUndefined()
})
