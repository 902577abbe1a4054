import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Dataset, openDataset } from '@trainyard/dataset'
import type { Predictor } from '@trainyard/model'
import { type Batch, InputError } from '@trainyard/ports'
import { quietLog, quietServices } from '../../../../test/support/services.ts'
import { predictDataset } from '../rows/predict.ts'
import { predictDisturbed } from './predict.ts'
import { spreadsOf } from './spread.ts'

let dataset: Dataset
beforeAll(async () => {
  const base = mkdtempSync(path.join(tmpdir(), 'under-'))
  const rows = Array.from({ length: 400 }, (_, at) => `${at % 20},${at % 7},${at % 2 === 0 ? 'no' : 'yes'}`)
  writeFileSync(path.join(base, 'rows.csv'), ['half,seven,label', ...rows].join('\n'))
  dataset = await openDataset({ base, train: ['rows.csv'], target: 'label' }, quietServices)
})
afterAll(() => dataset.close())

/** Says yes where `half` is odd; cannot do without `seven`. */
const predictor: Predictor = {
  signature: {
    task: 'classification',
    inputs: ['half', 'seven'].map((name) => ({ name, type: 'float32', shape: [-1, 1] })),
    outputs: [],
    classes: ['no', 'yes'],
  },
  predict: async ({ rows, columns }: Batch) => {
    const seven = columns.get('seven') ?? []
    if (Number.isNaN(seven[0])) throw new InputError('no value, and the model takes none missing')
    return {
      rows,
      labels: Array.from<unknown, string>(columns.get('half') ?? [], (half) => (Number(half) % 2 === 1 ? 'yes' : 'no')),
    }
  },
  close: async () => undefined,
}

const asked = () => ({ dataset, split: 'test' as const, target: 'label', predictor, log: quietLog })

test('the model is asked again for every row, column by column, and its refusal is kept', async () => {
  const table = await predictDataset(asked())
  const disturbed = await predictDisturbed({ ...asked(), disturbances: [{ kind: 'missing' }], seed: 1 }, table)
  expect(disturbed.columns).toEqual(['half', 'seven'])
  expect(disturbed.rows).toHaveLength(table.rows)
  expect(disturbed.sides.get('missing(half)')).toEqual({ predictions: new Float64Array(table.rows) })
  expect(disturbed.sides.get('missing(seven)')).toEqual({ refused: 'no value, and the model takes none missing' })
})

test('a column that the model does not read cannot be missing', async () => {
  const table = await predictDataset(asked())
  const disturbances = [{ kind: 'missing', column: 'eight' } as const]
  await expect(predictDisturbed({ ...asked(), disturbances, seed: 1 }, table)).rejects.toThrow('reads no column eight')
})

test('spreads are those of the training rows, of columns of numbers alone', async () => {
  const spreads = await spreadsOf(dataset, ['half', 'label'])
  expect([...spreads.keys()]).toEqual(['half'])
  expect(spreads.get('half')?.whole).toBe(true)
  expect(spreads.get('half')?.deviation).toBeCloseTo(5.78, 0)
})
