import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import fc from 'fast-check'
import { expectDigest } from './digest.ts'
import { newDocument } from './new.ts'
import { readDocument } from './read.ts'
import { toolVersion } from './version.ts'
import { writeDocument } from './write.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'evidence-'))
const sha = 'ab'.repeat(32)
const clock = { now: () => new Date('2026-11-23T10:00:00Z') }
const facts = {
  clock,
  subjects: [{ kind: 'model', name: 'm', sha256: sha }],
  inputs: [],
  verdict: 'pass',
  reason: 'fine',
} as const
const run = {
  trainer: 'built-in',
  parameters: {},
  seed: 0,
  environment: {},
  cache: { key: sha, preimage: {}, reused: false },
  metrics: [],
  seconds: 1,
  model: sha,
}

test('the version is that of the package', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))
  expect(toolVersion).toBe(manifest.version)
})

test('a document survives being written and read', async () => {
  const scalar = fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean())
  const noNegativeZero = (value: unknown) => !Object.is(value, -0)
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string(), scalar.filter(noNegativeZero)),
      fc.array(fc.record({ name: fc.string(), step: fc.nat(), value: fc.integer() })),
      async (parameters, metrics) => {
        const document = newDocument('run', { ...run, parameters, metrics }, facts)
        const file = path.join(folder, 'run.json')
        const digest = await writeDocument(file, document)
        const read = await readDocument('run', file)
        expect(JSON.stringify(read.document)).toBe(JSON.stringify(document))
        expect(read.sha256).toBe(digest)
      },
    ),
    { numRuns: 30 },
  )
})

const good = JSON.stringify(newDocument('run', run, facts))
const altered = (change: object) => JSON.stringify({ ...JSON.parse(good), ...change })

test.each([
  ['an empty file', '', 'the document is empty'],
  ['only spaces', ' \n ', 'the document is empty'],
  ['a cut file', good.slice(0, 100), 'not JSON'],
  ['text', 'hello', 'not JSON'],
  ['a list', '[]', 'it has no kind'],
  ['null', 'null', 'it has no kind'],
  ['a number', '7', 'it has no kind'],
  ['another kind', altered({ kind: 'image' }), 'expected a run document, this is a image document'],
  ['an unknown kind', altered({ kind: '__proto__' }), 'unknown kind'],
  ['a newer version', altered({ schemaVersion: 2 }), 'written by a newer Trainyard'],
  ['an older version', altered({ schemaVersion: 0 }), 'schemaVersion: must be 1'],
  ['a short digest', altered({ model: 'abc' }), 'model: must be 64 hexadecimal digits'],
  ['an upper-case digest', altered({ model: sha.toUpperCase() }), 'model: must be 64 hexadecimal digits'],
  ['an unknown key', altered({ modle: sha }), 'modle: unknown key'],
  ['a wrong verdict', altered({ verdict: 'passed' }), 'must be pass, fail or inconclusive'],
  ['a negative time', altered({ seconds: -1 }), 'seconds: must be at least 0'],
  ['text for a number', altered({ seconds: '1' }), 'seconds: must be a number'],
  ['a missing list', altered({ metrics: null }), 'metrics: must be a list'],
  ['a wrong date', altered({ createdAt: 'yesterday' }), 'createdAt: must be a time'],
  [
    'a nested fault',
    altered({ metrics: [{ name: 'a', step: 1.5, value: 1 }] }),
    'metrics[0].step: must be a whole number',
  ],
  ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'it has no kind'],
  ['a byte that is no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'not UTF-8'],
])('%s is one clear error', async (_, content, message) => {
  const file = path.join(folder, 'hostile.json')
  writeFileSync(file, content)
  const error = await readDocument('run', file).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(InputError)
  expect(error.message).toContain(message)
  expect(error.message).toContain('hostile.json')
})

test('every fault of a document is told at once', async () => {
  const file = path.join(folder, 'two.json')
  writeFileSync(file, altered({ seconds: -1, model: 'x' }))
  const error = await readDocument('run', file).catch((thrown) => thrown)
  expect(error.problems).toHaveLength(2)
})

test.each(['absent.json', '.'])('%s is no document', async (name) => {
  await expect(readDocument('run', path.join(folder, name))).rejects.toThrow(InputError)
})

test('what does not fit its schema is not written, nor is anything half-written', async () => {
  const inside = mkdtempSync(path.join(tmpdir(), 'evidence-'))
  const file = path.join(inside, 'run.json')
  await expect(writeDocument(file, newDocument('run', { ...run, seconds: Number.NaN }, facts))).rejects.toThrow('NaN')
  await expect(writeDocument(file, newDocument('run', { ...run, model: 'x' }, facts))).rejects.toThrow(
    'does not fit its schema',
  )
  expect(readdirSync(inside)).toEqual([])
})

test('digests that differ are both named', () => {
  expect(() => expectDigest({ what: 'model.onnx', expected: sha, actual: sha, recordedIn: 'model.json' })).not.toThrow()
  expect(() =>
    expectDigest({ what: 'model.onnx', expected: sha, actual: 'cd'.repeat(32), recordedIn: 'model.json' }),
  ).toThrow(`sha256:${'cd'.repeat(32)}, recorded is sha256:${sha}`)
})
