import { appendFileSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, expect, test } from '@jest/globals'
import { InputError, sha256 } from '@trainyard/ports'
import { stillClock as clock } from '../../../test/support/services.ts'
import { modelFromOnnx, packageModel, readModelPackage } from './package.ts'
import { fixture } from './tests/paths.ts'

const onnx = fixture('ridge.onnx')
const digest = sha256(readFileSync(onnx))
let folder: string
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'model-')), 'model')
})

test('a package holds the very bytes and says what they are', async () => {
  const written = await packageModel({ onnx, name: 'sugar', dataset: 'd'.repeat(64), clock }, folder)
  expect(readdirSync(folder).sort()).toEqual(['model.json', 'model.onnx'])
  expect(readdirSync(path.dirname(folder))).toEqual(['model'])
  expect(await readModelPackage(folder)).toEqual(written)
  expect(written.document).toMatchObject({
    kind: 'model',
    name: 'sugar',
    framework: 'skl2onnx 1.20.0',
    dataset: 'd'.repeat(64),
    sha256: digest,
    subjects: [{ kind: 'model', name: 'model.onnx', sha256: digest }],
    signature: { task: 'regression', prediction: 'variable' },
  })
})

test('other bytes than recorded are refused by both digests', async () => {
  await packageModel({ onnx, name: 'sugar', clock }, folder)
  appendFileSync(path.join(folder, 'model.onnx'), 'x')
  const actual = sha256(readFileSync(path.join(folder, 'model.onnx')))
  await expect(readModelPackage(folder)).rejects.toThrow(`model.onnx has sha256 ${actual}`)
  await expect(readModelPackage(folder)).rejects.toThrow(`model.json recorded ${digest}`)
})

test('half a package is none', async () => {
  await packageModel({ onnx, name: 'sugar', clock }, folder)
  rmSync(path.join(folder, 'model.onnx'))
  await expect(readModelPackage(folder)).rejects.toThrow('no such model')
  copyFileSync(onnx, path.join(folder, 'model.onnx'))
  rmSync(path.join(folder, 'model.json'))
  await expect(readModelPackage(folder)).rejects.toThrow(InputError)
})

test('what cannot be packed leaves the package that was there', async () => {
  await packageModel({ onnx, name: 'sugar', clock }, folder)
  const text = path.join(path.dirname(folder), 'text.onnx')
  writeFileSync(text, 'no model')
  await expect(packageModel({ onnx: text, name: 'other', clock }, folder)).rejects.toThrow(InputError)
  expect((await readModelPackage(folder)).document.name).toBe('sugar')
})

test('a signature must name inputs and outputs of the graph', async () => {
  const { document } = await modelFromOnnx(onnx, { clock })
  const signature = { ...document.signature, inputs: [{ name: 'height', type: 'float32', shape: [-1, 1] }] } as const
  await expect(packageModel({ onnx, name: 'sugar', signature, clock }, folder)).rejects.toThrow(
    "the signature names 'height' among the inputs, the graph does not",
  )
})

test('a file that is not there is named', async () => {
  await expect(modelFromOnnx('/no/model.onnx', { clock })).rejects.toThrow('no such model: /no/model.onnx')
})
