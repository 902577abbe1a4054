import { describe, expect, test } from '@jest/globals'
import type { CacheChange, RunDocument } from '@trainyard/evidence'
import { charts } from '../charts.ts'
import { walked } from '../fixtures/documents.ts'
import { stageHtml } from '../html/page.ts'
import { stageDetails } from '../lines/details.ts'
import { stageLine } from '../lines/line.ts'
import { commentMarkdown } from '../summary/comment.ts'
import { summaryMarkdown } from '../summary/summary.ts'
import { metricsBeside, parametersBeside } from './beside.ts'
import { changeLines } from './changes.ts'

const trained = walked.find((document) => document.kind === 'run') as RunDocument
const sha = (digit: string) => `sha256:${digit.repeat(64)}`

test.each<[string, CacheChange]>([
  ['params.depth: 4 → 6', { name: 'params.depth', before: '4', after: '6' }],
  ['data: sha256:aaaaaaaaaaaa… → sha256:bbbbbbbbbbbb…', { name: 'data', before: sha('a'), after: sha('b') }],
  ['code.b.py: new', { name: 'code.b.py', after: sha('b') }],
  ['params.rate: new, 0.1', { name: 'params.rate', after: '0.1' }],
  ['code.a.py: gone', { name: 'code.a.py', before: sha('a') }],
])('%s', (line, change) => expect(changeLines([change])).toEqual([line]))

const changes = [{ name: 'params.depth', before: '4', after: '6' }]

describe('a model that was trained anew', () => {
  const nearest = { createdAt: '2026-01-31T00:00:00.000Z', changes }
  const document: RunDocument = { ...trained, cache: { ...trained.cache, nearest } }

  test('says in the log and in the summary what has changed', () => {
    expect(stageDetails(document)).toEqual(['changed: params.depth: 4 → 6'])
    expect(summaryMarkdown([document])).toContain('- params.depth: 4 → 6')
  })

  test('says so on the page', async () => {
    expect(await stageHtml([document], charts)).toContain('<li>params.depth: 4 → 6</li>')
  })

  test('says where it was found, and of no change, where it was not', () => {
    const reused: RunDocument = { ...document, cache: { ...document.cache, reused: true, from: 'GitHub cache' } }
    expect(stageLine(reused)).toContain('(reused from the GitHub cache: nothing has changed)')
    expect(stageDetails(reused)).toEqual([])
  })
})

test('a converted model says in the summary and on the page how it compares with the original', async () => {
  const parity = {
    original: 'model.joblib',
    split: 'test',
    rows: 800,
    measure: 'probability',
    tolerance: 1e-4,
    greatest: 1.19e-7,
    differing: 0,
  } as const
  const said = 'equal to model.joblib in 800 rows of the test share: probabilities differ by'
  expect(summaryMarkdown([{ ...trained, parity }])).toContain(said)
  expect(await stageHtml([{ ...trained, parity }], charts)).toContain(said)
  expect(summaryMarkdown([{ ...trained, parity: { ...parity, differing: 2 } }])).toContain('2 of them differ by more')
})

describe('a model that is not equal to its original', () => {
  const parity = {
    original: 'model.joblib',
    split: 'test',
    rows: 800,
    measure: 'probability',
    tolerance: 1e-4,
    greatest: 0.5,
    differing: 200,
    worst: [
      { row: 17, difference: 0.5 },
      { row: 4, difference: 0.25 },
    ],
    cause: 'Likely cause: columns that the trees take as categories.',
  } as const
  const { model: _, ...rest } = trained
  const document: RunDocument = { ...rest, verdict: 'fail', parity }

  test('has its worst rows and the likely cause: log, summary, page', async () => {
    expect(stageDetails(document)).toEqual(['row 17  0.500', 'row 4  0.250', parity.cause])
    for (const text of [summaryMarkdown([document]), await stageHtml([document], charts)]) {
      expect(text).toContain('model.onnx answers 200 of 800 rows of the test share otherwise than model.joblib')
      expect(text).toMatch(/17[^0-9]+0\.500/)
      expect(text).toContain(parity.cause)
      expect(text).not.toContain('converted</th>')
    }
  })

  test('shows the answers where they may be told', () => {
    const shown = { ...parity, worst: [{ row: 17, difference: 0.5, original: '0.1 0.9', converted: '0.6 0.4' }] }
    expect(stageDetails({ ...document, parity: shown })[0]).toBe('row 17  0.500: 0.1 0.9, converted 0.6 0.4')
    expect(summaryMarkdown([{ ...document, parity: shown }])).toContain('| row | difference | original | converted |')
  })
})

describe('a run beside its base', () => {
  const interval = { low: 0.9, high: 0.98, level: 0.95, method: 'wilson' }
  const base = {
    branch: 'main',
    createdAt: '2026-01-31T00:00:00.000Z',
    model: 'f'.repeat(64),
    parameters: { depth: 4, kind: 'mlp' },
    metrics: [
      { name: 'loss', step: 0, value: 0.9 },
      { name: 'loss', step: 1, value: 0.5 },
    ],
    validation: [{ name: 'accuracy', value: 0.95, interval }],
    changes,
  }
  const document: RunDocument = {
    ...trained,
    parameters: { depth: 6, kind: 'mlp', rate: 0.1 },
    metrics: [
      { name: 'loss', step: 0, value: 0.8 },
      { name: 'loss', step: 1, value: 0.25 },
    ],
    validation: [{ name: 'accuracy', value: 0.97, interval: { ...interval, low: 0.92, high: 0.99 } }],
    base,
  }

  test('shows the parameters that differ, and every metric with its interval', () => {
    expect(parametersBeside(base, document)).toEqual([
      ['depth', '4', '6', '+2'],
      ['rate', '', '0.1', ''],
    ])
    expect(metricsBeside(base, document)).toEqual([
      ['accuracy (validation)', '0.950 [0.900, 0.980]', '0.970 [0.920, 0.990]', '+0.020'],
      ['loss (last)', '0.500', '0.250', '-0.250'],
    ])
  })

  test('is a table in the comment', () => {
    const comment = commentMarkdown([document], { title: 'penguins', limit: 65_536 })
    expect(comment).toContain('|  | main | this run | difference |')
    expect(comment).toContain('| depth | 4 | 6 | &#43;2 |')
  })

  test('folds what is equal, in the comment and on the page', async () => {
    const same: RunDocument = { ...document, parameters: base.parameters, validation: base.validation }
    const comment = commentMarkdown([same], { title: 'penguins', limit: 65_536 })
    expect(comment).toMatch(/\| loss .*[\s\S]*<summary>1 equal<\/summary>[\s\S]*\| accuracy /)
    expect(await stageHtml([same], charts)).toContain('<summary>1 equal</summary>')
    const nothing: RunDocument = { ...same, metrics: base.metrics }
    expect(commentMarkdown([nothing], { title: 'penguins', limit: 65_536 })).toContain('Nothing differs from main.')
  })

  test('has its learning curve under its own', async () => {
    const page = await stageHtml([document], charts)
    expect(page).toContain('Learning curve; dashed: main.')
    expect(page).toContain('stroke-dasharray')
  })
})
