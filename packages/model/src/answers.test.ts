import { expect, test } from '@jest/globals'
import type { Signature } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { answers, wantedOutputs } from './answers.ts'
import type { PlainTensor, TensorData } from './tensors.ts'

const base = { inputs: [], outputs: [] }
const labelled: Signature = { ...base, task: 'classification', prediction: 'label' }
const scored: Signature = { ...base, task: 'classification', probabilities: 'p', classes: ['no', 'yes'] }
const number: Signature = { ...base, task: 'regression', prediction: 'y' }
const tensor = (name: string, data: TensorData, ...dims: number[]): PlainTensor => ({
  name,
  type: 'float32',
  dims,
  data,
})

test.each<[string, TensorData, string[]]>([
  ['text', ['a', 'b'], ['a', 'b']],
  ['int64', BigInt64Array.of(0n, -1n), ['0', '-1']],
  ['int32', Int32Array.of(3, 4), ['3', '4']],
  ['bool', Uint8Array.of(1, 0), ['true', 'false']],
])('labels of type %s become text', (_, data, labels) => {
  expect(answers(labelled, [tensor('label', data, 2)], 2)).toEqual({ rows: 2, labels })
})

test('without labels the most probable class is taken, the first of equals', () => {
  const p = Float32Array.of(0.25, 0.75, 0.5, 0.5)
  expect(answers(scored, [tensor('p', p, 2, 2)], 2)).toEqual({
    rows: 2,
    labels: ['yes', 'no'],
    probabilities: Float64Array.from(p),
  })
})

test('one probability a row is that of the second class', () => {
  const { labels, probabilities } = answers(scored, [tensor('p', Float32Array.of(0.25, 0.875), 2, 1)], 2)
  expect([labels, probabilities]).toEqual([['no', 'yes'], Float64Array.of(0.75, 0.25, 0.125, 0.875)])
})

test.each<[string, number[]]>([
  ['[N]', [2]],
  ['[N, 1]', [2, 1]],
])('numbers of shape %s', (_, dims) => {
  expect(answers(number, [tensor('y', Float32Array.of(1.5, -2), ...dims)], 2)).toEqual({
    rows: 2,
    values: Float64Array.of(1.5, -2),
  })
})

test.each<[string, Signature, PlainTensor[], string]>([
  ['too few labels', labelled, [tensor('label', ['a'], 1)], "'label' has the shape [1] for 2 rows"],
  ['a class too many', scored, [tensor('p', new Float32Array(6), 2, 3)], '[2, 3] for 2 rows and 2 classes'],
  ['two numbers a row', number, [tensor('y', new Float32Array(4), 2, 2)], '[2, 2] for 2 rows'],
  ['no number', number, [], "gave no output 'y'"],
  ['text for a number', number, [tensor('y', ['1', '2'], 2)], 'text where numbers are due'],
])('%s: refused', (_, signature, tensors, message) => {
  expect(() => answers(signature, tensors, 2)).toThrow(InputError)
  expect(() => answers(signature, tensors, 2)).toThrow(message)
})

test('a model is asked only for what is read', () => {
  expect([labelled, scored, number].map(wantedOutputs)).toEqual([['label'], ['p'], ['y']])
})
