import { expect, test } from '@jest/globals'
import { type Answers, findMetric } from '@trainyard/metrics'
import { allMetrics, measurer } from './measure.ts'

test('each metric is measured once, and told before it is', () => {
  const labels = Float64Array.from({ length: 40 }, (_, row) => row % 2)
  const answers: Answers = { task: 'classification', rows: 40, classes: ['no', 'yes'], labels, predictions: labels }
  const lines: string[] = []
  const measured = measurer(answers, 0, (line) => lines.push(line))
  const found = findMetric('accuracy')
  if ('fault' in found) throw new Error(found.message)
  expect(measured(found.metric, -1)).toBe(measured(found.metric, -1))
  expect(lines).toEqual(['accuracy of 40 rows, 0 metrics measured'])
})

test('of very many classes only what looks at each row once is measured unasked', () => {
  const classes = Array.from({ length: 50_000 }, (_, at) => `k${at}`)
  const labels = Float64Array.from(classes, (_, at) => at)
  const answers: Answers = { task: 'classification', rows: 50_000, classes, labels, predictions: labels }
  expect(allMetrics(answers, measurer(answers, 0)).map(({ name }) => name)).toEqual(['accuracy'])
})
