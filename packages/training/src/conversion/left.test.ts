import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { fresh } from '../tests/tables.ts'
import { findLeft } from './left.ts'
import { toldSignature } from './signature.ts'

function folder(files: Readonly<Record<string, string>>): string {
  const made = fresh('out')
  mkdirSync(made)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(made, name)), { recursive: true })
    writeFileSync(path.join(made, name), text)
  }
  return made
}

test.each<[Record<string, string>, object]>([
  [{ 'model.onnx': 'x' }, { onnx: expect.stringMatching(/model\.onnx$/) }],
  [{ 'model.joblib': 'x', 'notes.txt': 'y' }, { original: { name: 'model.joblib', format: 'joblib' } }],
  [
    { 'model.onnx': 'x', 'model.ubj': 'y' },
    { onnx: expect.any(String), original: { format: 'xgboost' } },
  ],
  [{ 'model/saved_model.pb': 'x' }, { original: { name: 'model', format: 'savedmodel' } }],
  [{ 'model.pt2': 'x', 'model.onnx': '' }, { original: { format: 'pt2' } }],
])('%j is %j', async (files, left) => expect(await findLeft(folder(files))).toMatchObject(left))

test.each<[Record<string, string>, string]>([
  [{}, 'left no model'],
  [{ 'model.pkl': '' }, 'left no model'],
  [{ 'classifier.pkl': 'x' }, 'left no model; there is classifier.pkl'],
  [{ 'model/variables/index': 'x' }, 'left no model'],
  [{ 'model.pkl': 'x', 'model.joblib': 'y' }, 'left several models: model.joblib, model.pkl'],
])('%j: %s', async (files, message) => await expect(findLeft(folder(files))).rejects.toThrow(message))

test.each([
  ['{"features": ["a", "b"], "classes": ["no"]}', { features: ['a', 'b'], classes: ['no'] }],
  ['{}', {}],
])('%s is told', async (text, signature) => {
  expect(await toldSignature(folder({ 'signature.json': text }))).toEqual(signature)
})

test.each([
  '',
  '[]',
  'null',
  '{"features": []}',
  '{"features": ["a", "a"]}',
  '{"features": [1]}',
  '{"feature": ["a"]}',
])(
  '%s is no signature',
  async (text) => await expect(toldSignature(folder({ 'signature.json': text }))).rejects.toThrow('no signature'),
)
