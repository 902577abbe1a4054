import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { openEngine } from '@trainyard/dataset'
import { type DocumentBody, newDocument, writeDocument } from '@trainyard/evidence'
import { sha256, sha256File } from '@trainyard/ports'
import { type PredictionTable, writePredictions } from '@trainyard/predictions'
import { quietServices, stillClock } from '../../../../../test/support/services.ts'
import type { Context } from '../../core/context.ts'
import { besides, storedAnswers } from './stored.ts'

const root = await mkdtemp(path.join(tmpdir(), 'stored-'))
afterAll(() => rm(root, { recursive: true, force: true }))

/** Labels that are whole numbers: only the task that was recorded says that they are quantities. */
const table: PredictionTable = {
  task: 'regression',
  rows: 3,
  ids: [],
  classes: [],
  labels: Float64Array.of(1, 2, 3),
  predictions: Float64Array.of(1, 3, 2),
}
const asked = { model: sha256('model'), data: { split: 'test', rows: 3, sha256: sha256('rows') } } as const

const body: Omit<DocumentBody<'evaluation'>, 'predictions'> = {
  ...asked,
  task: 'regression',
  target: 'y',
  metrics: [],
  rules: [],
  inconclusive: 'fail',
  decidedBy: 'bounds',
}

/** A folder as an earlier evaluation left it. */
async function kept(more: Partial<typeof body> = {}): Promise<string> {
  const folder = await mkdtemp(path.join(root, 'kept-'))
  const answers = path.join(folder, 'predictions.parquet')
  const engine = await openEngine(quietServices)
  try {
    await writePredictions(answers, table, engine)
  } finally {
    await engine.close()
  }
  const head = { clock: stillClock, subjects: [], inputs: [], verdict: 'pass', reason: '' } as const
  const predictions = await sha256File(answers)
  await writeDocument(
    path.join(folder, 'evaluation.json'),
    newDocument('evaluation', { ...body, ...more, predictions }, head),
  )
  return folder
}

async function found(folder: string) {
  const warnings: string[] = []
  const log = { ...quietServices.log, warning: (line: string) => void warnings.push(line) }
  const context = { services: { ...quietServices, log } } as unknown as Context
  return { answers: await storedAnswers(folder, asked, context), warnings: warnings.join('\n') }
}

test('answers of the same model to the same rows are read, as the task that was recorded', async () => {
  const { answers, warnings } = await found(await kept())
  expect(answers).toMatchObject({ task: 'regression', rows: 3, labels: table.labels, predictions: table.predictions })
  expect(warnings).toBe('')
})

describe('the model must be asked again', () => {
  test.each<[string, Partial<typeof body>]>([
    ['another model', { model: sha256('other') }],
    ['other rows', { data: { ...asked.data, sha256: sha256('other') } }],
    ['another share of the rows', { data: { ...asked.data, split: 'validation' } }],
  ])('where they are of %s', async (_, more) => {
    expect(await found(await kept(more))).toEqual({ answers: undefined, warnings: '' })
  })

  test.each(['evaluation.json', 'predictions.parquet'])('where there is no %s', async (name) => {
    const folder = await kept()
    await rm(path.join(folder, name))
    expect(await found(folder)).toEqual({ answers: undefined, warnings: '' })
  })

  test('where they are not those that were recorded, and a warning says so', async () => {
    const folder = await kept()
    await appendFile(path.join(folder, 'predictions.parquet'), ' ')
    const { answers, warnings } = await found(folder)
    expect(answers).toBeUndefined()
    expect(warnings).toContain('predictions.parquet is not what its evaluation.json speaks of')
  })
})

describe('beside the candidate', () => {
  const candidate: PredictionTable = {
    task: 'classification',
    rows: 3,
    ids: ['a', 'b', 'c'],
    identified: true,
    classes: ['yes', 'no'],
    labels: Float64Array.of(0, 1, 1),
    predictions: Float64Array.of(0, 0, 1),
  }

  test('classes are numbered as the candidate’s are, and rows stay in their order, whatever their ids', () => {
    const classes = ['no', 'yes']
    const labels = Float64Array.of(1, 0, 0)
    const rival = { ...candidate, ids: ['c', 'b', 'a'], classes, labels, predictions: Float64Array.of(1, 0, 1) }
    expect(besides(candidate, rival, 'old')).toEqual({ predictions: Float64Array.of(0, 1, 0) })
  })

  test('probabilities go with them', () => {
    const own = { ...candidate, probabilities: Float64Array.of(0.9, 0.1, 0.6, 0.4, 0.2, 0.8) }
    const probabilities = Float64Array.of(0.3, 0.7, 0.8, 0.2, 0.6, 0.4)
    const labels = Float64Array.of(1, 0, 0)
    const rival = { ...candidate, classes: ['no', 'yes'], labels, predictions: labels, probabilities }
    expect(besides(own, rival, 'old')).toEqual({
      predictions: candidate.labels,
      probabilities: Float64Array.of(0.7, 0.3, 0.2, 0.8, 0.4, 0.6),
    })
  })

  test('rows with other labels are refused by name', () =>
    expect(() => besides(candidate, { ...candidate, labels: Float64Array.of(0, 1, 0) }, 'run:latest')).toThrow(
      /run:latest.*row 3 has another label/,
    ))
})
