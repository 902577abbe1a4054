import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Config, defaultConfig } from '@trainyard/config'
import { newDocument, writeDocument } from '@trainyard/evidence'
import type { ModelPackage } from '@trainyard/model'
import { type Artifacts, replaceAtomic, type Services, sha256 } from '@trainyard/ports'
import { quietServices } from '../../../../../test/support/services.ts'
import type { Context } from '../../core/context.ts'
import { findChampion } from './find.ts'
import { isAbsent } from './none.ts'
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
  const resolve = (file: string) => path.resolve(folder, file)
  return { services, config, state: path.join(folder, '.trainyard'), artifactPrefix, resolve } as unknown as Context
}

async function opened(given: string, context: Context): Promise<ModelPackage> {
  const found = await openChampion(given, context)
  if (isAbsent(found)) throw new Error(found.absent)
  return found
}

describe('the artifact of the default branch', () => {
  test('is what train left there, with the answers that the run kept', async () => {
    const [train, evaluate] = [path.join(folder, 'train'), path.join(folder, 'evaluate')]
    const model = await writeModel(path.join(train, 'model'), 'weights')
    await mkdir(evaluate)
    for (const name of ['evaluation.json', 'predictions.parquet', 'report.html'])
      await writeFile(path.join(evaluate, name), name)
    const champion = await opened('artifact', contextOf(artifactsOf({ train, evaluate })))
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
    const both = [await opened('artifact', context), await opened('artifact:best', context)]
    expect(both.map(({ document }) => document.sha256)).toEqual(models)
  })

  test('with other bytes than its model.json says is refused', async () => {
    const train = path.join(folder, 'train')
    await writeModel(train, 'weights')
    await writeFile(path.join(train, 'model.onnx'), 'other weights')
    await expect(openChampion('artifact', contextOf(artifactsOf({ train })))).rejects.toThrow(/model\.onnx/)
  })
})

/** What surrounds the command, made for each test. */
type World = () => Context

const job: World = () => contextOf(artifactsOf({}))

const served =
  (services: Partial<Services>): World =>
  () => ({ ...job(), services: { ...job().services, ...services } })

const interactive = served({ interactive: true })

const tracked =
  (track: Config['track'], world: World = job): World =>
  () => ({ ...world(), config: { ...world().config, track } })

/** Answers of an MLflow server to whatever is asked. */
const mlflow = (status: number, body: string) =>
  tracked({ to: 'mlflow', uri: 'http://mlflow.example' }, served({ fetch: async () => new Response(body, { status }) }))

const refused = (code: string, message: string) => JSON.stringify({ error_code: code, message })
const notFound = 'Registered model alias champion not found.'

describe('a source that answers that there is no champion yet', () => {
  const absent: readonly (readonly [string, string, World, string])[] = [
    ['artifact', 'of the job', job, 'no successful run of the default branch left an artifact train'],
    ['artifact:best', 'of this name', job, 'no successful run of the default branch left an artifact best'],
    ['deployed', 'on a laptop', interactive, 'nothing of the name churn is deployed to local'],
    ['registry', 'on a laptop', interactive, 'churn has no champion in directory'],
    ['registry', 'in a shared folder', tracked({ to: 'directory', uri: '/no/such' }), 'churn has no champion in'],
    ['registry', 'in MLflow', mlflow(400, refused('INVALID_PARAMETER_VALUE', notFound)), 'churn has no champion in'],
    ['registry', 'model of MLflow', mlflow(404, refused('RESOURCE_DOES_NOT_EXIST', '')), 'churn has no champion in'],
  ]

  test.each(absent)('%s %s: an error that says what to do, or a first model', async (given, _, world, message) => {
    const strict = findChampion(given, 'refuse', world())
    await expect(strict).rejects.toThrow(message)
    await expect(strict).rejects.toThrow('evaluate.first-model: floors')
    expect(await findChampion(given, 'floors', world())).toEqual({
      firstModel: { champion: given, reason: expect.stringContaining(message) },
    })
  })
})

describe('a source that cannot tell is an error, and no first model', () => {
  const broken: Artifacts = { ...artifactsOf({}), newestRun: async () => ({ run: 7, expired: false }) }
  const unknown: readonly (readonly [string, string, World, string])[] = [
    ['models/champion', 'a path that is not there', job, 'models/champion'],
    ['artifact', 'outside GitHub', () => contextOf(artifactsOf({}, false)), 'gh run download RUN --name train'],
    [
      'artifact',
      'that has expired',
      () => contextOf(artifactsOf({ train: folder }, true, true)),
      'artifact train of run 7, the newest of the default branch, has expired',
    ],
    ['artifact', 'that cannot be downloaded', () => contextOf(broken), 'run 7 left an artifact train, and it cannot'],
    ['deployed', 'by a job that begins without the state', job, 'as far as this job can see'],
    ['registry', 'by a job that begins without the directory', job, 'which a job begins without'],
    ['registry:3', 'of a number', interactive, 'churn has no 3 in'],
    ['registry', 'away', mlflow(503, ''), '503'],
    ['registry', 'that forbids it', mlflow(403, refused('PERMISSION_DENIED', 'no')), 'PERMISSION_DENIED'],
    ['registry', 'at another address', mlflow(404, '<html>'), 'track.uri'],
    ['registry', 'of an impossible name', mlflow(400, refused('INVALID_PARAMETER_VALUE', 'Invalid')), 'Invalid'],
    ['image:./nowhere', 'a layout that is not there', job, 'not an OCI image layout'],
  ]

  test.each(unknown)('%s: %s', async (given, _, world, message) => {
    await expect(findChampion(given, 'floors', world())).rejects.toThrow(message)
  })

  test('an alias whose version is gone', async () => {
    const alias = path.join(folder, '.trainyard/track/models/churn/aliases/champion')
    await mkdir(alias, { recursive: true })
    const record = { record: 'alias', version: '4', by: 'test', at: '2026-01-31T00:00:00.000Z' }
    await writeFile(path.join(alias, '1.json'), JSON.stringify(record))
    const found = findChampion('registry', 'floors', interactive())
    await expect(found).rejects.toThrow('champion of churn is version 4, whose record is gone')
  })

  test('a deployment whose state cannot be read', async () => {
    await mkdir(path.join(folder, '.trainyard/serving'), { recursive: true })
    await writeFile(path.join(folder, '.trainyard/serving/state.json'), '{')
    const found = findChampion('deployed', 'floors', interactive())
    await expect(found).rejects.toThrow('cannot be read as the state of a deployment')
  })
})

describe('an image of a registry', () => {
  const answers = (status: number, body: string) => served({ fetch: async () => new Response(body, { status }) })

  test.each(['MANIFEST_UNKNOWN', 'NAME_UNKNOWN'])('is not there yet where it says %s', async (code) => {
    const world = answers(404, `{"errors": [{"code": "${code}"}]}`)
    expect(await findChampion('image:ghcr.io/acme/churn:1', 'floors', world())).toMatchObject({
      firstModel: { reason: 'there is no image ghcr.io/acme/churn:1' },
    })
  })

  test.each([
    ['image:ghcr.io/acme/churn:1', 404, '<html>no such page</html>'],
    ['image:ghcr.io/acme/churn:1', 403, '{"errors": [{"code": "DENIED"}]}'],
    [`image:ghcr.io/acme/churn@sha256:${'c'.repeat(64)}`, 404, '{"errors": [{"code": "MANIFEST_UNKNOWN"}]}'],
  ])('%s with %s is an error', async (given, status, body) => {
    await expect(findChampion(given, 'floors', answers(status, body)())).rejects.toThrow(/ghcr\.io/)
  })
})
