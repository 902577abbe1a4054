import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Engine, openEngine } from '@trainyard/dataset'
import { customMetric, measure, measureDifference } from '@trainyard/metrics'
import { type PredictionTable, textColumn } from '@trainyard/predictions'
import { quietServices } from '../../../../test/support/services.ts'
import { judgeRules } from '../evaluate.ts'
import { candidateAnswers, championAnswers } from '../measure.ts'
import { type AnswerRows, loadAnswers } from './answers.ts'
import { measureSql } from './sql.ts'
import type { MeasuredCustom } from './types.ts'

/** Every fourth answer is wrong, of the champion every second; what an error costs is the row's number modulo 10. */
const rows = 200
const costs = Array.from({ length: rows }, (_, row) => (row % 25 === 0 ? null : String(row % 10)))
const table: PredictionTable = {
  task: 'classification',
  rows,
  ids: Array.from({ length: rows }, (_, row) => `r${row}`),
  classes: ['no', 'yes'],
  labels: new Float64Array(rows),
  predictions: Float64Array.from({ length: rows }, (_, row) => (row % 4 === 0 ? 1 : 0)),
  champion: { predictions: Float64Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 1 : 0)) },
  slices: new Map([
    ['cost', textColumn(costs)],
    ['country', textColumn(costs.map((_, row) => (row % 3 === 0 ? 'NO' : 'SE')))],
  ]),
}
const known = costs.flatMap((cost) => (cost === null ? [] : [Number(cost)]))
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const at = { file: 'trainyard.yml', key: 'evaluate.metrics.mine' }

const opened: { engine?: Engine; answers?: AnswerRows } = {}
beforeAll(async () => {
  opened.engine = await openEngine(quietServices)
  opened.answers = await loadAnswers(table, opened.engine)
})
afterAll(() => opened.engine?.close())

async function measured(sql: string, better: 'higher' | 'lower' = 'lower'): Promise<MeasuredCustom> {
  if (!opened.answers) throw new Error('no rows')
  return measureSql({ name: 'mine', better, sql, at }, opened.answers, 1)
}

const sideOf = ({ rows: columns, whole }: MeasuredCustom['candidate']) => ({
  rows: new Map(columns),
  whole: new Map(whole ? [['mine', whole]] : []),
})

async function metricOf(sql: string) {
  const found = await measured(sql)
  const metric = customMetric(found.metric, 'classification')
  const champion = championAnswers(table)
  const candidate = { ...candidateAnswers(table), custom: sideOf(found.candidate) }
  const rival = champion && found.champion && { ...champion, custom: sideOf(found.champion) }
  return { found, metric, candidate, rival }
}

test.each([
  ['avg(cost)', mean(known), 'skewness-t'],
  ['sum(cost * (prediction <> label)) / count(*)', 0, 'skewness-t'],
  ['avg(prediction <> label)', 0.25, 'wilson'],
  ["count(*) FILTER (WHERE prediction <> label AND country = 'NO') / count(*)::DOUBLE", 17 / 200, 'wilson'],
  ['sqrt(avg(cost * cost)) -- a comment', Math.sqrt(mean(known.map((cost) => cost * cost))), 'bootstrap-bca'],
  ['sum(cost) / count(cost) - 1.5', mean(known) - 1.5, 'bootstrap-bca'],
  ['median(cost)', 4.5, 'bootstrap'],
  ['max(cost) - min(cost)', 9, undefined],
])('%s', async (sql, expected, method) => {
  const { metric, candidate } = await metricOf(sql)
  const { value, interval } = measure(metric, candidate)
  const sum = table.predictions.reduce((all, answer, row) => all + answer * Number(costs[row] ?? 0), 0)
  expect(value).toBeCloseTo(sql.startsWith('sum(cost *') ? sum / rows : expected, 12)
  expect(interval?.method).toBe(method === 'skewness-t' && sql === 'avg(cost)' ? 'bootstrap-bca' : method)
})

test('the champion has the same expression over its own answers, and the difference is paired', async () => {
  const { metric, candidate, rival } = await metricOf('avg(prediction <> label)')
  if (!rival) throw new Error('no champion')
  const { value, interval } = measureDifference(metric, { candidate, champion: rival })
  expect([value, interval?.method]).toEqual([-0.25, 'tango'])
})

test('resamples are the same for both sides: equal answers differ in none', async () => {
  const { found, metric, candidate, rival } = await metricOf('quantile_cont(cost, 0.9) - (count(prediction) > 0)::INT')
  if (!rival) throw new Error('no champion')
  expect(found.candidate.whole?.draws).toEqual(found.champion?.whole?.draws)
  expect(measureDifference(metric, { candidate, champion: rival })).toEqual({ value: 0 })
})

test('rules, slices among them, name it as any other metric', async () => {
  const { found } = await metricOf('avg(prediction <> label)')
  const custom = {
    metrics: [found.metric],
    candidate: sideOf(found.candidate),
    ...(found.champion && { champion: sideOf(found.champion) }),
  }
  const verdict = (gate: string) =>
    judgeRules({ table, gates: [gate], inconclusive: 'fail', seed: 0, custom }).rules[0]?.verdict
  expect(verdict('mine <= 0.4')).toBe('pass')
  expect(verdict('mine <= champion - 0.1')).toBe('pass')
  expect(verdict('mine <= 0.4 for every country')).toBe('pass')
  expect(verdict('mine <= 0.1 for country = NO')).toBe('fail')
  expect(() => verdict('mine >= 0.1')).toThrow('mine is the better the lower')
  expect(() => verdict('mine <= baseline')).toThrow('of all rows of candidate and champion alone')
  expect(() => verdict('mne <= 0.1')).toThrow('Did you mean mine?')
})

test.each([
  ['avg(costt)', 'costt'],
  ['avg(cost', 'syntax error'],
  ['cost', 'it must put all rows together'],
  ['avg(cost) FROM answers; SELECT 1 -- ', 'syntax error'],
  ['avg(cost)) AS a, (1', 'more than one expression'],
  ["(SELECT count(*) FROM read_text('/etc/passwd'))", 'a query of its own'],
  ['avg(cost * random())', 'random does not give the same each time'],
  ['avg(country::DOUBLE)', 'on some row a Conversion Error'],
  ["avg(cost) FILTER (WHERE country = 'DK')", 'its value is missing'],
  ['sum(cost) OVER ()', 'it holds a window'],
])('%s is refused', async (sql, message) => {
  const refused = measured(sql)
  await expect(refused).rejects.toThrow(message)
  await expect(refused).rejects.toThrow('the metric mine cannot be computed')
})
