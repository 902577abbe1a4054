import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import type { ParamValue } from '../types.ts'
import { builtinDefaults, builtinParams, expectBuiltinNames } from './params.ts'

test('what is left out has its default', () => {
  expect(builtinParams({ hidden: 4 })).toEqual({ ...builtinDefaults, hidden: 4 })
})

test('the reference page lists every parameter with its default', () => {
  const page = readFileSync(path.join(import.meta.dirname, '../../../../docs/reference/built-in-trainer.md'), 'utf8')
  const rows = [...page.matchAll(/^\| `(\w+)` \| `([^`]+)` \|/gm)].map(([, name, value]) => [name, value])
  expect(Object.fromEntries(rows)).toEqual(
    Object.fromEntries(Object.entries(builtinDefaults).map(([name, value]) => [name, String(value)])),
  )
})

test.each<[Record<string, ParamValue>, string]>([
  [{ modell: 'mlp' }, 'Did you mean model?'],
  [{ zzz: 1 }, 'Known: model, task, hidden'],
  [{ model: 'tree' }, "train.params.model: must be linear or mlp, not 'tree'"],
  [{ hidden: 0 }, 'must be a whole number from 1 to 1024'],
  [{ hidden: 1.5 }, 'must be a whole number'],
  [{ epochs: '10' }, "must be a whole number from 1 to 10000, not '10'"],
  [{ learning_rate: 0 }, 'must be a number above 0'],
  [{ learning_rate: Number.NaN }, 'must be a number above 0'],
  [{ class_weight: true }, 'must be none or balanced'],
  [{ toString: 1 }, 'unknown parameter'],
])('%j is refused', (params, message) => {
  expect(() => builtinParams(params)).toThrow(InputError)
  expect(() => builtinParams(params)).toThrow(message)
})

test('all mistakes are named at once', () => {
  expect(() => builtinParams({ hidden: 0, patience: 0 })).toThrow(/train\.params\.hidden[\s\S]*train\.params\.patience/)
})

test('a search says once which parameters are unknown, before its first trial', () => {
  expect(() => expectBuiltinNames(['hidden', 'epocs'])).toThrow(/train\.search\.space\.epocs.*Did you mean epochs/s)
  expect(() => expectBuiltinNames(['hidden', 'epochs'])).not.toThrow()
})
