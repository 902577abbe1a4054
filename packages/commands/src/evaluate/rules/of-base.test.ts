import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { defaultConfig } from '@trainyard/config'
import { newDocument, writeDocument } from '@trainyard/evidence'
import { type ModelPackage, readModelPackage } from '@trainyard/model'
import { sha256 } from '@trainyard/ports'
import type { PredictionTable } from '@trainyard/predictions'
import { quietServices, stillClock } from '../../../../../test/support/services.ts'
import type { Context } from '../../core/context.ts'
import type { Inputs } from '../inputs.ts'
import type { Judged } from '../judged.ts'
import type { BaseRules } from './base.ts'
import { ofBase } from './of-base.ts'

let folder: string
const models = new Map<string, ModelPackage>()
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'of-base-'))
  for (const name of ['candidate', 'weak', 'strong']) models.set(name, await model(name))
})
afterAll(() => rm(folder, { recursive: true }))

async function model(name: string): Promise<ModelPackage> {
  const into = path.join(folder, name)
  await mkdir(into)
  await writeFile(path.join(into, 'model.onnx'), name)
  const facts = { name, framework: 'test', opset: {}, irVersion: 10, bytes: name.length, sha256: sha256(name) }
  const head = { clock: stillClock, subjects: [], inputs: [], verdict: 'pass', reason: '' } as const
  const body = { ...facts, signature: { inputs: [], outputs: [] } }
  await writeDocument(path.join(into, 'model.json'), newDocument('model', body, head))
  return readModelPackage(into)
}

/** Two rows of the share, beside the answers of a model: the length of its name, so that they tell which it was. */
function table(of: ModelPackage | undefined): PredictionTable {
  const champion = of && { predictions: new Float64Array(2).fill(of.document.name.length) }
  const [labels, predictions] = [Float64Array.of(1, 2), Float64Array.of(1, 2)]
  return { task: 'regression', rows: 2, ids: [], classes: [], labels, predictions, ...(champion && { champion }) }
}

function judged(champion: string | undefined): Judged {
  const own = champion === undefined ? undefined : models.get(champion)
  const ran = {
    model: models.get('candidate'),
    ...(own && { champion: own }),
    split: 'test',
    ask: async (_: string, rival = own) => table(rival),
  }
  const digest = own && { champion: own.document.sha256 }
  return { table: table(own), target: 'y', inputs: [], ...digest, ran } as unknown as Judged
}

const place = (name: string) => path.join(folder, name)
const rules = (champion: string | undefined, firstModel: 'refuse' | 'floors' = 'refuse') =>
  ({
    branch: 'main',
    champion,
    firstModel,
    gates: ['rmse <= champion'],
    placeOf: () => ({}),
    known: {},
  }) as unknown as BaseRules

function context(): Context {
  const artifacts = { available: true, newestRun: async () => undefined }
  const services = { ...quietServices, artifacts }
  const config = defaultConfig(folder, 'churn')
  return { services, config, state: folder, artifactPrefix: '', resolve: (file: string) => file } as unknown as Context
}

const asked = (own: string | undefined, base: BaseRules | undefined) =>
  ofBase(judged(own), base, { champion: own && place(own) } as Inputs, context())
const rival = (of: PredictionTable | undefined) => of?.champion?.predictions[0]

describe('rules of the base branch are held against the champion that it names', () => {
  test('where the change names a weaker one', async () => {
    const found = await asked('weak', rules(place('strong')))
    expect(found?.judged.champion).toBe(sha256('strong'))
    expect([rival(found?.judged.table), found?.rival?.answers?.predictions[0]]).toEqual([6, 6])
    expect(rival(await found?.judged.ran?.ask('validation'))).toBe(6)
    expect(found?.judged.ran?.champion?.document.name).toBe('strong')
  })

  test('where the change names none', async () => {
    expect(rival((await asked(undefined, rules(place('strong'))))?.judged.table)).toBe(6)
  })

  test('which is none where only the change names one', async () => {
    const found = await asked('weak', rules(undefined))
    expect([found?.judged.champion, rival(found?.judged.table), found?.rival?.answers]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(rival(await found?.judged.ran?.ask('validation'))).toBeUndefined()
  })

  test('and where both name the same, once', async () => {
    const found = await asked('weak', rules(place('weak')))
    expect([rival(found?.judged.table), found?.rival]).toEqual([4, undefined])
  })

  test('where that one is not there yet, by its own setting', async () => {
    await expect(asked('weak', rules('artifact'))).rejects.toThrow('left an artifact train')
    const found = await asked('weak', rules('artifact', 'floors'))
    expect(found?.judged.firstModel).toMatchObject({ champion: 'artifact' })
    expect(found?.judged.champion).toBeUndefined()
  })

  test('a setting that the change loosens does not loosen that of the branch', async () => {
    const first = { ...judged(undefined), firstModel: { champion: 'artifact', reason: 'none yet' } }
    const inputs = { champion: 'artifact' } as Inputs
    await expect(ofBase(first, rules('artifact'), inputs, context())).rejects.toThrow('The rules of main')
    expect(await ofBase(first, rules('artifact', 'floors'), inputs, context())).toEqual({ judged: first })
  })
})

test('without rules of a base branch there is nothing to judge', async () => {
  expect(await asked('weak', undefined)).toBeUndefined()
})
