import { expect, test } from '@jest/globals'
import type { Signature } from '@trainyard/evidence'
import { type Graph, type GraphValue, readOnnx, writeOnnx } from '@trainyard/onnx'
import { InputError } from '@trainyard/ports'
import { inferSignature } from './signature.ts'

type Type = GraphValue['type']
const value = (name: string, type: Type, ...shape: (number | string)[]): GraphValue => ({ name, type, shape })
const x = value('x', 'float32', 'N', 1)
const label = value('label', 'int64', 'N')
const scores = value('probabilities', 'float32', 'N', 2)

function infer(part: Partial<Graph>, labels?: readonly string[]): Signature {
  const graph: Graph = {
    name: 'test',
    inputs: [x],
    outputs: [label, scores],
    nodes: [],
    constants: {},
    opset: { 'ai.onnx': 17 },
    irVersion: 8,
    producer: { name: 'test', version: '1' },
    ...part,
  }
  return inferSignature(readOnnx(writeOnnx(graph)), 'model.onnx', labels)
}

test.each<[string, Partial<Graph>, Partial<Signature>]>([
  ['label and probabilities', {}, { task: 'classification', prediction: 'label', probabilities: 'probabilities' }],
  [
    'names of another converter, in another order',
    { outputs: [value('output_probability', 'float32', 'N', 3), value('output_label', 'string', 'N', 1)] },
    { task: 'classification', prediction: 'output_label', probabilities: 'output_probability' },
  ],
  ['labels alone', { outputs: [label] }, { task: 'classification', prediction: 'label' }],
  ['true or false', { outputs: [value('y', 'bool', 'N')] }, { task: 'classification', prediction: 'y' }],
  [
    'probabilities of named classes',
    { outputs: [value('output_0', 'float32', 'N', 2)], metadata: { classes: '["no", "yes"]' } },
    { task: 'classification', probabilities: 'output_0', classes: ['no', 'yes'] },
  ],
  [
    'one probability of two classes',
    { outputs: [value('probability', 'float32', 'N', 1)], metadata: { classes: 'no, yes' } },
    { task: 'classification', probabilities: 'probability', classes: ['no', 'yes'] },
  ],
  [
    'one number a row',
    { outputs: [value('variable', 'float32', 'N', 1)] },
    { task: 'regression', prediction: 'variable' },
  ],
  ['a flat number', { outputs: [value('y', 'float64', 'N')] }, { task: 'regression', prediction: 'y' }],
  [
    'a matrix whose columns have names',
    { inputs: [value('X', 'float64', 'N', 2)], metadata: { features: '["a", "b"]', target: 'y' } },
    { features: ['a', 'b'], target: 'y', inputs: [{ name: 'X', type: 'float64', shape: [-1, 2] }] },
  ],
])('%s', (_, part, signature) => expect(infer(part)).toMatchObject(signature))

test.each<[string, Partial<Graph>, string]>([
  ['images', { inputs: [value('x', 'float32', 'N', 3, 224, 224)] }, 'only the rows of a table'],
  ['a scalar', { inputs: [value('x', 'float32')] }, 'only the rows of a table'],
  ['a fixed number of rows', { inputs: [value('x', 'float32', 1, 4)] }, "'x' takes exactly 1 rows at a time"],
  ['no inputs', { inputs: [] }, 'the model has no inputs'],
  ['a matrix beside a column', { inputs: [x, value('X', 'float32', 'N', 4)] }, 'several columns at once'],
  ['classes without names', { outputs: [value('y', 'float32', 'N', 3)] }, 'which class each column stands for'],
  [
    'several labels a row that nobody names',
    { outputs: [value('label', 'int64', 'N', 3), value('probabilities', 'float32', 'N', 3)] },
    "'label' says that a row has several labels, but not which",
  ],
  ['no prediction', { outputs: [value('y', 'string', 'N', 3)] }, 'no output holds one prediction a row'],
  ['classes that are no list', { metadata: { classes: '["no"' } }, "'classes' is no JSON list"],
])('%s: refused', (_, part, message) => {
  expect(() => infer(part)).toThrow(InputError)
  expect(() => infer(part)).toThrow(message)
})

const flags = value('label', 'int64', 'N', 3)
const three = ['news', 'sport', 'rare']
const named = { task: 'multilabel', classes: '["sport", "news", "rare"]' }

test.each<[string, Partial<Graph>, Partial<Signature>]>([
  [
    'labels beside a matrix of probabilities',
    { outputs: [flags, value('probabilities', 'float32', 'N', 3)] },
    { prediction: 'label', probabilities: 'probabilities', classes: three },
  ],
  [
    'a block of probabilities of no and yes, as of a forest',
    { outputs: [flags, value('probabilities', 'float32', 3, 'N', 2)] },
    { prediction: 'label', probabilities: 'probabilities' },
  ],
  ['probabilities alone', { outputs: [value('y', 'float32', 'N', 3)] }, { probabilities: 'y' }],
  ['labels alone', { outputs: [value('y', 'bool', 'N', 3)] }, { prediction: 'y' }],
  [
    'labels that are declared without their number',
    { outputs: [label, value('p', 'float32', 'N', 3)] },
    { prediction: 'label', probabilities: 'p' },
  ],
  [
    'an output for each label, named as it',
    { outputs: ['rare', 'news', 'sport'].map((name) => value(name, 'float32', 'N', 1)) },
    { perLabel: three },
  ],
  [
    'an output for each label, in their order',
    { outputs: ['a', 'b', 'c'].map((name) => value(name, 'float32', 'N', 2)) },
    { perLabel: ['a', 'b', 'c'] },
  ],
  [
    'labels that the model names itself, in its own order',
    { outputs: [value('y', 'float32', 'N', 3)], metadata: named },
    { probabilities: 'y', classes: ['sport', 'news', 'rare'] },
  ],
])('several labels a row: %s', (_, part, signature) =>
  expect(infer(part, three)).toMatchObject({ task: 'multilabel', ...signature }),
)

test('a model that names its labels needs no other word', () => {
  expect(infer({ outputs: [value('y', 'float32', 'N', 3)], metadata: named })).toMatchObject({
    task: 'multilabel',
    classes: ['sport', 'news', 'rare'],
  })
})

test.each<[string, Partial<Graph>, string]>([
  [
    'one class a row',
    { outputs: [label, value('p', 'float32', 'N', 5)] },
    'no output holds 3 labels a row: label [-1]',
  ],
  [
    'other labels',
    { outputs: [flags], metadata: { classes: '["a", "b", "c"]' } },
    'the model answers the labels a, b, c, and data.target names news, sport, rare',
  ],
])('several labels are asked for, and the model gives %s: refused', (_, part, message) => {
  expect(() => infer(part, three)).toThrow(message)
})
