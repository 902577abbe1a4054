import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { defaultConfig } from '@trainyard/config'
import { newDocument, writeDocument } from '@trainyard/evidence'
import { type Artifacts, replaceAtomic, sha256 } from '@trainyard/ports'
import { quietServices } from '../../../../../test/support/services.ts'
import type { Context } from '../../core/context.ts'
import { openChampion } from './open.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'trainyard-champion-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A model of these bytes in a folder. */
async function writeModel(into: string, bytes: string): Promise<string> {
  await mkdir(into, { recursive: true })
  await writeFile(path.join(into, 'model.onnx'), bytes)
  const signature = { inputs: [], outputs: [] }
  const facts = { name: 'churn', framework: 'test', opset: {}, irVersion: 10, bytes: bytes.length }
  const { clock } = quietServices
  const head = { clock, subjects: [], inputs: [], verdict: 'pass' as const, reason: '' }
  const document = newDocument('model', { ...facts, signature, sha256: sha256(bytes) }, head)
  await writeDocument(path.join(into, 'model.json'), document)
  return sha256(bytes)
}

/** GitHub's artifacts, where run 7 is the newest of the default branch, as folders. */
function artifactsOf(kept: Readonly<Record<string, string>>, available = true, expired = false): Artifacts {
  return {
    available,
    upload: () => Promise.reject(new Error('nothing is uploaded')),
    newestRun: async (name) => (kept[name] === undefined ? undefined : { run: 7, expired }),
    download: async (name, into, { run } = {}) => {
      const from = kept[name]
      if (from === undefined || run !== 7) return false
      await replaceAtomic(into, (temporary) => cp(from, temporary, { recursive: true }))
      return true
    },
  }
}

function contextOf(artifacts: Artifacts, artifactPrefix = ''): Context {
  const services = { ...quietServices, artifacts }
  const config = defaultConfig(folder, 'churn')
  return { services, config, state: path.join(folder, '.trainyard'), artifactPrefix } as unknown as Context
}

describe('the artifact of the default branch', () => {
  test('is what train left there, with the answers that the run kept', async () => {
    const [train, evaluate] = [path.join(folder, 'train'), path.join(folder, 'evaluate')]
    const model = await writeModel(path.join(train, 'model'), 'weights')
    await mkdir(evaluate)
    for (const name of ['evaluation.json', 'predictions.parquet', 'report.html'])
      await writeFile(path.join(evaluate, name), name)
    const champion = await openChampion('artifact', contextOf(artifactsOf({ train, evaluate })))
    expect(champion.document.sha256).toBe(model)
    expect((await readdir(champion.folder)).toSorted()).toEqual([
      'evaluation.json',
      'model.json',
      'model.onnx',
      'predictions.parquet',
    ])
  })

  test('has the prefix of the job, or the name that is given; the model may lie at its top', async () => {
    const [own, other] = [path.join(folder, 'own'), path.join(folder, 'other')]
    const models = [await writeModel(own, 'north'), await writeModel(other, 'best')]
    const context = contextOf(artifactsOf({ 'north-train': own, best: other }), 'north-')
    const opened = [await openChampion('artifact', context), await openChampion('artifact:best', context)]
    expect(opened.map(({ document }) => document.sha256)).toEqual(models)
  })

  test('with other bytes than its model.json says is refused', async () => {
    const train = path.join(folder, 'train')
    await writeModel(train, 'weights')
    await writeFile(path.join(train, 'model.onnx'), 'other weights')
    await expect(openChampion('artifact', contextOf(artifactsOf({ train })))).rejects.toThrow(/model\.onnx/)
  })
})

test('an artifact that has expired is told as that', async () => {
  const opened = openChampion('artifact', contextOf(artifactsOf({ train: folder }, true, true)))
  await expect(opened).rejects.toThrow(/artifact train of run 7, the newest of the default branch, has expired/)
})

describe('without a champion the error says so, and what a first model needs', () => {
  test.each([
    ['artifact', true, 'no successful run of the default branch left an artifact train'],
    ['artifact:best', true, 'no successful run of the default branch left an artifact best'],
    ['artifact', false, 'gh run download RUN --name train'],
    ['deployed', true, 'nothing of the name churn is deployed to local'],
    ['registry', true, 'churn has no champion in'],
  ])('%s, on GitHub: %s', async (champion, available, message) => {
    const opened = openChampion(champion, contextOf(artifactsOf({}, available)))
    await expect(opened).rejects.toThrow(message)
    await expect(opened).rejects.toThrow('For a first model, leave the gates out')
  })
})
