import { expect, test } from '@jest/globals'
import type { Signature } from '@trainyard/evidence'
import { answers, wantedOutputs } from './answers.ts'
import type { PlainTensor, TensorData } from './tensors.ts'

const several: Signature = { inputs: [], outputs: [], task: 'multilabel', classes: ['news', 'sport'] }
const tensor = (name: string, data: TensorData, ...dims: number[]): PlainTensor => ({
  name,
  type: 'float32',
  dims,
  data,
})
/** Two rows: news 0.25 and 0.75, sport 0.5 and 0. */
const probabilities = Float64Array.of(0.25, 0.5, 0.75, 0)

test.each<[string, Partial<Signature>, PlainTensor[]]>([
  ['a matrix', { probabilities: 'p' }, [tensor('p', Float32Array.of(0.25, 0.5, 0.75, 0), 2, 2)]],
  [
    'a block with those of no and yes',
    { probabilities: 'p' },
    [tensor('p', Float32Array.of(0.75, 0.25, 0.25, 0.75, 0.5, 0.5, 1, 0), 2, 2, 2)],
  ],
  [
    'an output for each label',
    { perLabel: ['a', 'b'] },
    [tensor('a', Float32Array.of(0.25, 0.75), 2, 1), tensor('b', Float32Array.of(0.5, 0.5, 1, 0), 2, 2)],
  ],
])('probabilities of %s are rows of labels, and 0.5 is an answer', (_, more, tensors) => {
  const signature = { ...several, ...more }
  expect(wantedOutputs(signature)).toEqual(tensors.map(({ name }) => name))
  expect(answers(signature, tensors, 2)).toEqual({ rows: 2, probabilities, indicators: Uint8Array.of(0, 1, 1, 0) })
})

test.each<[string, TensorData]>([
  ['int64', BigInt64Array.of(1n, 0n, 0n, 1n)],
  ['bool', Uint8Array.of(1, 0, 0, 1)],
])('labels of the model’s own, %s, are its answer', (_, data) => {
  const signature = { ...several, prediction: 'label' }
  expect(answers(signature, [tensor('label', data, 2, 2)], 2).indicators).toEqual(Uint8Array.of(1, 0, 0, 1))
})

test.each<[string, Partial<Signature>, PlainTensor[], string]>([
  [
    'a label too many',
    { probabilities: 'p' },
    [tensor('p', new Float32Array(6), 2, 3)],
    '[2, 3] for 2 rows and 2 labels',
  ],
  ['three numbers of a label', { perLabel: ['p'] }, [tensor('p', new Float32Array(6), 2, 3)], 'and 1 label'],
  ['a class', { prediction: 'y' }, [tensor('y', Int32Array.of(0, 1, 2, 0), 2, 2)], "'y' holds 2, neither 0 nor 1"],
  ['text', { prediction: 'y' }, [tensor('y', ['0', '1', '1', '0'], 2, 2)], 'text where numbers are due'],
  ['nothing', { prediction: 'y' }, [], 'neither labels nor their probabilities'],
])('%s: refused', (_, more, tensors, message) => {
  expect(() => answers({ ...several, ...more }, tensors, 2)).toThrow(message)
})
