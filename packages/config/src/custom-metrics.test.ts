import { expect, test } from '@jest/globals'
import { parseConfig } from './load.ts'

const load = (text: string) => parseConfig(`name: churn\nevaluate:\n${text}`, 'trainyard.yml', 'trainyard.yml')

test('a metric of the user’s own is an expression or a command, with its defaults', async () => {
  const { evaluate } = await load(`  metrics:
    cost: {sql: avg(cost), better: lower}
    revenue: {run: [python, r.py], better: higher, timeout: 90s}
`)
  expect(evaluate.metrics).toEqual({
    cost: { better: 'lower', sql: 'avg(cost)' },
    revenue: { better: 'higher', run: ['python', 'r.py'], env: [], format: 'parquet', timeoutMs: 90_000 },
  })
})

test.each([
  ['  threshold: 0.35', { value: 0.35 }],
  ['  threshold: {value: 0.35, class: bad}', { value: 0.35, class: 'bad' }],
  ['  threshold: {choose: {metric: f1}}', { choose: { metric: 'f1', on: 'validation' } }],
])('%s', async (text, threshold) => expect((await load(text)).evaluate.threshold).toEqual(threshold))

test.each([
  ['  metrics: {cost: {better: lower}}', 'needs sql or run, one of them'],
  ['  metrics: {cost: {better: lower, sql: a, run: [b]}}', 'needs sql or run, one of them'],
  ['  metrics: {cost: {sql: avg(cost)}}', 'is missing'],
  ['  metrics: {cost: {better: lower, sql: avg(cost), timeout: 1m}}', 'has no meaning with sql'],
  ['  metrics: {a cost: {better: lower, sql: avg(cost)}}', 'is no name for a metric'],
  ['  metrics: {cost: {better: lower, run: python r.py}}', 'must be a list'],
  ['  threshold: 1.5', 'must be at most 1'],
  ['  threshold: {class: bad}', 'needs value or choose, one of them'],
  ['  threshold: {choose: {metric: f1}, class: bad}', 'has no meaning with choose'],
])('%s is refused', async (text, message) => await expect(load(text)).rejects.toThrow(message))
