import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, expect, test } from '@jest/globals'
import type { Dataset } from '@trainyard/dataset'
import { writeOnnx } from '@trainyard/onnx'
import { services } from './tests/services.ts'
import { closeTables, fresh, request, table } from './tests/tables.ts'
import { trained } from './tests/trained.ts'
import { train } from './train.ts'

afterAll(closeTables)

const target = ['news', 'sport']

function labelled(): Promise<Dataset> {
  const lines = Array.from({ length: 60 }, (_, row) => `${row % 7},${row % 2},${row % 3 === 0 ? 1 : 0}`)
  return table(['x,news,sport', ...lines], { target })
}

/** Two probabilities of one number. */
function model(metadata: Readonly<Record<string, string>> = {}): string {
  const file = fresh('labels.onnx')
  const bytes = writeOnnx({
    name: 'labels',
    inputs: [{ name: 'x', type: 'float32', shape: ['rows', 1] }],
    outputs: [{ name: 'p', type: 'float32', shape: ['rows', 2] }],
    nodes: [
      { op: 'MatMul', inputs: ['x', 'weights'], outputs: ['scores'] },
      { op: 'Sigmoid', inputs: ['scores'], outputs: ['p'] },
    ],
    constants: { weights: { type: 'float32', dims: [1, 2], values: [1, -1] } },
    opset: { 'ai.onnx': 17 },
    irVersion: 8,
    producer: { name: 'test', version: '1' },
    metadata,
  })
  writeFileSync(file, bytes)
  return file
}

const leaving = (file: string, more = '') => {
  const script = fresh('train.sh')
  writeFileSync(script, `${more}\ncp "${file}" "$TRAINYARD_OUT/model.onnx"\n`)
  return `sh ${script}`
}

test('a command is told of several labels by a list, and what it leaves says which a row has', async () => {
  const told = fresh('target')
  const run = leaving(model(), `printf %s "$TRAINYARD_TARGET" > "${told}"`)
  const { model: packed } = await trained(request(await labelled(), { run, target }))
  expect(JSON.parse(readFileSync(told, 'utf8'))).toEqual(target)
  expect(packed.document.signature).toMatchObject({ task: 'multilabel', classes: target, probabilities: 'p' })
  expect(packed.document.signature.target).toBeUndefined()
}, 30_000)

test.each([
  [
    'a model of several labels for one target',
    { run: leaving(model({ task: 'multilabel', classes: '["news", "sport"]' })), target: 'news' },
    'the model answers 2 labels a row, and data.target names one column',
  ],
  [
    'a model of other labels',
    { run: leaving(model({ task: 'multilabel', classes: '["news", "spam"]' })), target },
    'the model answers the labels news, spam, and data.target names news, sport',
  ],
  ['the built-in trainer', { target }, 'the built-in trainer learns one target, and data.target names 2'],
])('%s is refused', async (_, more, message) => {
  await expect(train(request(await labelled(), more), services)).rejects.toThrow(message)
})
