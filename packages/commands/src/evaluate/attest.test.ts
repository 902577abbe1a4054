import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { defaultConfig } from '@trainyard/config'
import { type EvaluationDocument, writeDocument } from '@trainyard/evidence'
import { type Attestable, type Attestations, FaultError, sha256, sha256File } from '@trainyard/ports'
import { quietServices } from '../../../../test/support/services.ts'
import type { Context } from '../core/context.ts'
import { attestEvaluation } from './attest.ts'

const [model, data, rules, code] = ['m', 'd', 'r', 'c'].map((name) => sha256(name)) as [string, string, string, string]

const passed: EvaluationDocument = {
  kind: 'evaluation',
  schemaVersion: 1,
  createdAt: '2026-01-31T00:00:00.000Z',
  tool: { name: 'trainyard', version: '1.0.0' },
  subjects: [{ kind: 'model', name: 'model.onnx', sha256: model }],
  inputs: [
    { kind: 'code', name: 'run.json', sha256: code },
    { kind: 'rules', name: 'evaluate.gates', sha256: rules },
  ],
  verdict: 'pass',
  reason: 'all gates pass',
  task: 'regression',
  model,
  champion: sha256('champion'),
  data: { split: 'test', rows: 69, sha256: data },
  target: 'y',
  metrics: [],
  rules: [
    {
      text: 'rmse <= 4',
      metric: 'rmse',
      intent: 'ceiling',
      bound: 4,
      estimate: 3,
      statistical: 'pass',
      verdict: 'pass',
      reason: '',
    },
  ],
  inconclusive: 'fail',
  decidedBy: 'bounds',
}

interface World {
  readonly document?: EvaluationDocument
  readonly attest?: 'auto' | 'true' | 'false'
  readonly available?: boolean
  readonly refusal?: Error
}

/** Attests a document in a job, and tells what was asked, said and left. */
async function attested({ document = passed, attest = 'auto', available = true, refusal }: World) {
  const folder = mkdtempSync(path.join(tmpdir(), 'attest-'))
  await writeDocument(path.join(folder, 'evaluation.json'), document)
  const [asked, said]: [Attestable[], string[]] = [[], []]
  const attestations: Attestations = {
    available,
    attest: async (statement) => {
      asked.push(statement)
      if (refusal) throw refusal
      return { bundle: { signed: true }, id: '41' }
    },
  }
  const say = (line: string) => void said.push(line)
  const env = { GITHUB_ACTIONS: 'true', GITHUB_SHA: 'c0ffee', GITHUB_ACTOR: 'ada' }
  const services = { ...quietServices, log: { ...quietServices.log, info: say, warning: say }, attestations, env }
  const context = { services, config: defaultConfig(folder, 'a') } as unknown as Context
  const outputs = await attestEvaluation({ folder, out: '/out' }, { attest }, context)
  const left = existsSync(path.join(folder, 'attestation.sigstore.json'))
  return {
    asked,
    said: said.join('\n'),
    outputs,
    left,
    evaluation: await sha256File(path.join(folder, 'evaluation.json')),
  }
}

test('what is signed names model, evaluation, rules, data, champion and code by their digests', async () => {
  const { asked, outputs, left, evaluation } = await attested({})
  expect(asked).toEqual([
    {
      subject: { name: 'model.onnx', sha256: model },
      predicateType: expect.stringMatching(/attestation\.schema\.json$/),
      predicate: {
        schemaVersion: 1,
        tool: passed.tool,
        evaluation: { sha256: evaluation },
        verdict: 'pass',
        decidedBy: 'bounds',
        rules: { sha256: rules, gates: [{ text: 'rmse <= 4', verdict: 'pass' }] },
        data: { sha256: data, split: 'test', rows: 69 },
        champion: { sha256: passed.champion },
        code: { sha256: code, commit: 'c0ffee' },
      },
    },
  ])
  expect(left).toBe(true)
  expect(outputs).toEqual({ attestation: '/out/attestation.sigstore.json', 'attestation-id': '41' })
})

describe('nothing is signed', () => {
  const { model: _, ...predictions } = passed
  test.each<[string, World]>([
    ['where it is switched off', { attest: 'false' }],
    ['of a model that failed', { document: { ...passed, verdict: 'fail' }, attest: 'true' }],
    ['of a model that nothing could be decided of', { document: { ...passed, verdict: 'inconclusive' } }],
    ['of predictions', { document: predictions }],
    ['without a permission', { available: false }],
  ])('%s', async (_, world) => {
    const { asked, outputs, left } = await attested(world)
    expect({ asked, outputs, left }).toEqual({ asked: [], outputs: {}, left: false })
  })

  test('without a permission the digest alone binds, and is said to be weaker', async () => {
    expect((await attested({ available: false })).said).toMatch(/No attestation: .*id-token: write.*this is weaker/)
  })

  test('where the service refuses, and the warning says why', async () => {
    const { said, outputs } = await attested({ refusal: new FaultError('no attestation: 403', { remedy: 'Ask.' }) })
    expect(said).toMatch(/403 Ask\. .*this is weaker/)
    expect(outputs).toEqual({})
  })
})

describe('an attestation that must be is an error', () => {
  const { model: _, ...predictions } = passed
  test.each<[string, World, RegExp]>([
    ['without a permission', { available: false }, /cannot be attested: .*id-token: write/],
    ['of predictions', { document: predictions }, /cannot be attested: only predictions/],
    ['where the service refuses', { refusal: new FaultError('no attestation: 403') }, /403/],
  ])('%s', async (_, world, message) => {
    await expect(attested({ ...world, attest: 'true' })).rejects.toThrow(message)
  })
})
