import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { defaultConfig, loadConfig } from './index.ts'
import { ownKeywords } from './schema/validator.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'config-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function load(text: string) {
  const file = path.join(folder, 'trainyard.yml')
  writeFileSync(file, text)
  return await loadConfig(file, { shown: 'trainyard.yml' })
}

const defaults = {
  name: 'penguins',
  validate: { untranslated: 'warn', failingRows: { atMost: 1000 } },
  train: { params: {}, seed: 0, env: [], code: [], format: 'parquet', parity: { tolerance: 0.0001, differing: 0 } },
  track: { to: 'directory' },
  evaluate: {
    gates: [],
    import: [],
    untranslated: 'fail',
    inconclusive: 'fail',
    firstModel: 'refuse',
    metrics: {},
    slices: { atLeast: 30, find: [], where: {} },
    load: { requests: 500, atMostMs: 30_000 },
    requires: [],
    leaks: { above: 0.93, allow: [] },
    overlap: 0.01,
  },
  image: { base: 'node24', unevaluated: 'refuse' },
  drift: { source: [], falseAlarms: 0.05, retrain: { when: ['drift'], workflow: 'retrain.yml' } },
  attestation: { make: 'auto', required: false },
  report: { values: 'hidden', formats: [] },
}

const plain = (config: object) => JSON.parse(JSON.stringify(config))

test('the minimal file has every default', async () => {
  const config = await load(`name: penguins
data:
  train: data/penguins.csv
  target: species
evaluate:
  gates:
    - accuracy >= 0.90
`)
  expect(plain(config)).toEqual({
    ...defaults,
    file: path.join(folder, 'trainyard.yml'),
    folder,
    data: {
      train: ['data/penguins.csv'],
      target: 'species',
      ignore: [],
      types: {},
      split: { test: 0.2, validation: 0.1, seed: 0 },
      dvc: { push: false, checkout: false },
    },
    evaluate: {
      gates: ['accuracy >= 0.90'],
      import: [],
      untranslated: 'fail',
      inconclusive: 'fail',
      firstModel: 'refuse',
      metrics: {},
      slices: { atLeast: 30, find: [], where: {} },
      load: { requests: 500, atMostMs: 30_000 },
      requires: [],
      leaks: { above: 0.93, allow: [] },
      overlap: 0.01,
    },
  })
  expect(config).not.toHaveProperty('deploy')
})

test('a file may say everything', async () => {
  const config = await load(`name: churn
data:
  train: [data/a.parquet, data/b.parquet]
  validation: data/v.csv
  test: [data/t.csv]
  target: churned
  id: customer_id
  time: seen_at
  weight: w
  ignore: [email]
  types: {zip: string}
  split: {test: 25%, validation: 0.05, seed: 7, by: time}
validate:
  suite: expectations/customers.json
  suite-parameters: {low: 1, since: '2024-01-01'}
  warnings: {at-most: 2}
  failing-rows: {at-most: 50}
train:
  run: python train.py
  params: {depth: 6, rate: 0.1, kind: tree, deep: true}
  seed: 7
  env: [TOKEN]
  code: [src/**]
  timeout: 90m
evaluate: {gates: [roc_auc >= 0.8], inconclusive: estimate, champion: models/champion}
image: {base: gcr.io/distroless/nodejs24-debian12, push: 'localhost:5000/acme/churn:v1', unevaluated: allow}
deploy: {target: docker, port: 9000, host: 0.0.0.0, state: /var/lib/x, ephemeral: true, unevaluated: allow}
drift: {source: log.jsonl, false-alarms: 1%, retrain: {when: [performance], workflow: again.yaml}}
attestation: {make: true, required: true, repository: acme/churn, workflow: .github/workflows/train.yml, ref: refs/heads/main, trusted-root: r.jsonl}
report: {values: shown, formats: [sarif, junit]}
`)
  expect(plain(config)).toMatchObject({
    data: {
      train: ['data/a.parquet', 'data/b.parquet'],
      validation: ['data/v.csv'],
      test: ['data/t.csv'],
      types: { zip: 'string' },
      split: { test: 0.25, validation: 0.05, seed: 7, by: 'time' },
    },
    validate: {
      suite: 'expectations/customers.json',
      suiteParameters: { low: 1, since: '2024-01-01' },
      warnings: { atMost: 2 },
      failingRows: { atMost: 50 },
    },
    train: { run: 'python train.py', params: { depth: 6, rate: 0.1, kind: 'tree', deep: true }, timeoutMs: 5_400_000 },
    evaluate: { champion: 'models/champion', inconclusive: 'estimate' },
    image: { base: 'gcr.io/distroless/nodejs24-debian12', push: 'localhost:5000/acme/churn:v1' },
    deploy: { target: 'docker', port: 9000, host: '0.0.0.0', state: '/var/lib/x', ephemeral: true },
    drift: { source: ['log.jsonl'], falseAlarms: 0.01, retrain: { when: ['performance'], workflow: 'again.yaml' } },
    attestation: {
      make: 'true',
      required: true,
      repository: 'acme/churn',
      workflow: '.github/workflows/train.yml',
      ref: 'refs/heads/main',
      trustedRoot: 'r.jsonl',
    },
    report: { values: 'shown', formats: ['sarif', 'junit'] },
  })
})

test('a deploy key has defaults of its own', async () => {
  const { deploy } = await load('name: a\ndeploy: {target: docker}\n')
  expect(deploy).toEqual({
    target: 'docker',
    port: 8080,
    host: '127.0.0.1',
    state: '.trainyard/serving',
    ephemeral: false,
    unevaluated: 'refuse',
  })
})

test('anchors and aliases may save writing', async () => {
  const config = await load('name: a\ndata: {train: &file data/a.csv, test: *file}\n')
  expect(config.data).toMatchObject({ train: ['data/a.csv'], test: ['data/a.csv'] })
})

test('without a file, every key has its default', () => {
  const config = defaultConfig('/work', 'penguins')
  expect(plain(config)).toEqual({ ...defaults, file: '/work/trainyard.yml', folder: '/work' })
  expect(config.position(['evaluate', 'gates', 0])).toEqual({ file: '/work/trainyard.yml', key: 'evaluate.gates[0]' })
})

describe('a key is found in the file', () => {
  const text = 'name: a\ndata:\n  train: a.csv\nevaluate:\n  gates:\n    - accuracy >= 0.9\n    - recall[a b] >= 1\n'
  test.each([
    [['data', 'train'], 3, 10, 'data.train'],
    [['evaluate', 'gates', 1], 7, 7, 'evaluate.gates[1]'],
    [['evaluate', 'champion'], 5, 3, 'evaluate.champion'],
    [['deploy', 'port'], 1, 1, 'deploy.port'],
    [[], 1, 1, undefined],
  ])('%j', async (at, line, column, key) => {
    const place = { file: 'trainyard.yml', line, column }
    expect((await load(text)).position(at)).toEqual(key ? { ...place, key } : place)
  })
})

test('an error reads as the terminal shows it, and all are told at once, from the top', async () => {
  const text = `name: penguins
data:
  train: data/penguins.csv
  split: {test: 250%, by: tiem}
evaluate:
  gatez: []
drift: {false-alarms: 5% a month}
`
  const thrown = await load(text).catch((error) => error)
  expect(thrown.message).toBe(
    `trainyard.yml:4:17  data.split.test: 250% is more than the whole
                    Write a share of the whole, such as 5% or 0.05.
trainyard.yml:4:27  data.split.by: must be hash or time, not 'tiem'
                    Did you mean time?
trainyard.yml:6:3  evaluate.gatez: unknown key
                   Did you mean gates?
trainyard.yml:7:23  drift.false-alarms: a rate over time, '5% a month', is not understood yet
                    Write a share of the whole, such as 5% or 0.05.`,
  )
})

interface Node {
  readonly description?: string
  readonly default?: unknown
  readonly 'x-default'?: string
  readonly properties?: Readonly<Record<string, Node>>
}

describe('the schema', () => {
  const schema = JSON.parse(readFileSync(new URL('../../../schema/config.schema.json', import.meta.url), 'utf8'))

  test('is itself sound', () => {
    const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: true })
    ajv.addVocabulary(ownKeywords)
    expect(() => ajv.compile(schema)).not.toThrow()
  })

  test('describes every key, and says what holds where it is left out', () => {
    const lacking = (node: Node, at: string): string[] => [
      ...(node.description && ('default' in node || node['x-default']) ? [] : [at]),
      ...Object.entries(node.properties ?? {}).flatMap(([key, inner]) => lacking(inner, `${at}.${key}`)),
    ]
    expect(Object.entries<Node>(schema.properties).flatMap(([key, node]) => lacking(node, key))).toEqual([])
  })
})
