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

function infer(part: Partial<Graph>): Signature {
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
  return inferSignature(readOnnx(writeOnnx(graph)), 'model.onnx')
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
    'several labels a row',
    { outputs: [value('label', 'int64', 'N', 3), value('probabilities', 'float32', 3, 'N', 2)] },
    "'label' gives several labels a row, and a model is asked for one",
  ],
  [
    'several labels a row, as booleans',
    { outputs: [value('label', 'bool', 'N', 2)] },
    'trainyard evaluate --predictions, see docs/reference/predictions.md#several-labels-a-row',
  ],
  ['no prediction', { outputs: [value('y', 'string', 'N', 3)] }, 'no output holds one prediction a row'],
  ['classes that are no list', { metadata: { classes: '["no"' } }, "'classes' is no JSON list"],
])('%s: refused', (_, part, message) => {
  expect(() => infer(part)).toThrow(InputError)
  expect(() => infer(part)).toThrow(message)
})
