import { expect, test } from '@jest/globals'
import { type Answers, findMetric } from '@trainyard/metrics'
import { judgeRules } from './evaluate.ts'
import { allMetrics, measurer } from './measure.ts'

test('each metric is measured once, and told before it is', () => {
  const labels = Float64Array.from({ length: 40 }, (_, row) => row % 2)
  const answers: Answers = { task: 'classification', rows: 40, classes: ['no', 'yes'], labels, predictions: labels }
  const lines: string[] = []
  const measured = measurer(answers, { seed: 0, progress: (line) => lines.push(line) })
  const found = findMetric('accuracy')
  if ('fault' in found) throw new Error(found.message)
  expect(measured(found.metric, -1)).toBe(measured(found.metric, -1))
  expect(lines).toEqual(['0 metrics measured, next accuracy of 40 rows'])
})

test('of very many classes only what looks at each row once is measured unasked', () => {
  const classes = Array.from({ length: 50_000 }, (_, at) => `k${at}`)
  const labels = Float64Array.from(classes, (_, at) => at)
  const answers: Answers = { task: 'classification', rows: 50_000, classes, labels, predictions: labels }
  expect(allMetrics(answers, measurer(answers, { seed: 0 })).map(({ name }) => name)).toEqual(['accuracy'])
})

test('a rule on too few weighted rows is inconclusive, and says which rows there are too few of', () => {
  const labels = Float64Array.from({ length: 100 }, (_, row) => (row < 5 ? 1 : 0))
  const weight = { column: 'weight', values: new Float64Array(100).fill(2) }
  const table = {
    task: 'classification',
    rows: 100,
    ids: [],
    classes: ['no', 'yes'],
    labels,
    predictions: labels,
    weight,
  } as const
  const [rule] = judgeRules({ table, gates: ['recall[yes] >= 0.5'], inconclusive: 'fail', seed: 0 }).rules
  expect(rule).toMatchObject({ verdict: 'inconclusive', estimate: 1 })
  expect(rule?.interval).toBeUndefined()
  expect(rule?.reason).toBe(
    'Inconclusive: the rows with the label yes are worth 5.0 rows of equal weight, and an interval needs 20.',
  )
})
