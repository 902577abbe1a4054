import { appendFileSync, cpSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { startGitHub } from '../support/github.ts'
import { runBundle, type StepResult } from '../support/runner.ts'
import { checkout } from './example.ts'

/** A checkout that searches: half of its trials fail, because no batch can be empty. */
async function searching(epochs = '[4]', best = 'max accuracy'): Promise<string> {
  const workspace = await checkout()
  const space = `{batch_size: [32, 0], epochs: ${epochs}, model: [linear, mlp]}`
  appendFileSync(
    path.join(workspace, 'trainyard.yml'),
    `train:\n  search: {method: grid, space: ${space}, best: ${best}}\n`,
  )
  return workspace
}

function document(workspace: string, file = 'train/run.json') {
  return JSON.parse(readFileSync(path.join(workspace, '.trainyard', file), 'utf8'))
}

function expectPass({ exitCode, stderr, stdout }: StepResult): void {
  expect(exitCode === 0 ? '' : `${stderr}${stdout}`).toBe('')
}

interface Told {
  readonly trial: number
  readonly value?: number
  readonly failure?: string
  readonly reused: boolean
  readonly model?: string
}

const inputs = { upload: 'false' }

test('the best trial by the validation share is the model; failed ones are told; what was trained is not trained again', async () => {
  const workspace = await searching()
  const first = await runBundle('train', { workspace, inputs })
  expectPass(first)
  expect(first.outputs).toMatchObject({ reused: 'false' })
  const { search, model, parameters } = document(workspace)
  const trials: readonly Told[] = search.trials
  expect(trials.map(({ failure }) => failure !== undefined)).toEqual([false, false, true, true])
  expect(trials[2]?.failure).toMatch(/batch_size.*must be a whole number/)
  expect(first.annotations.filter(({ level }) => level === 'warning').map(({ message }) => message)).toEqual(
    expect.arrayContaining([expect.stringContaining('trial 3 (batch_size 0, epochs 4, model linear) failed')]),
  )
  const best = Math.max(...trials.flatMap(({ value }) => value ?? []))
  expect(trials[search.chosen - 1]).toMatchObject({ value: best, model })
  expect(search.chosen).toBe(trials.find(({ value }) => value === best)?.trial)
  const page = readFileSync(path.join(workspace, '.trainyard/train/report.html'), 'utf8')
  expect(page).toContain('All trials')

  const again = await runBundle('train', { workspace, inputs })
  expect(again.outputs).toMatchObject({ reused: 'true', digest: model })

  const more = await searching('[4, 5]')
  cpSync(path.join(workspace, '.trainyard'), path.join(more, '.trainyard'), { recursive: true })
  expectPass(await runBundle('train', { workspace: more, inputs }))
  const continued: readonly Told[] = document(more).search.trials
  expect(continued.map(({ reused }) => reused)).toEqual([true, true, false, false, false, false, false, false])

  const plain = await checkout()
  const params = JSON.stringify({ batch_size: 32, epochs: 4, model: parameters.model })
  expectPass(
    await runBundle('train', { workspace: plain, inputs: { ...inputs, params, reason: '$(reboot) `x` "y"\nz' } }),
  )
  expect(document(plain)).toMatchObject({ model, trigger: '$(reboot) `x` "y" z' })
}, 120_000)

test('jobs of a matrix train their part each; the last one trains nothing, and a further run not even starts them', async () => {
  const github = await startGitHub()
  try {
    const job = async (run: string, more: Record<string, string>) => {
      const workspace = await searching()
      const result = await runBundle('train', { workspace, github, run, inputs: more })
      expectPass(result)
      return { ...result, workspace }
    }
    expect((await job('1', { command: 'plan', parts: '3' })).outputs).toMatchObject({
      parts: '["1/3","2/3","3/3"]',
      jobs: '3',
    })
    for (const part of ['1/3', '2/3', '3/3']) await job('1', { command: 'trials', part })
    const last = await job('1', { parts: '3' })
    expect(last.log).not.toContain('trial 1 of 4')
    const { search, model } = document(last.workspace)
    expect(search.trials.map(({ value }: Told) => typeof value)).toEqual(['number', 'number', 'undefined', 'undefined'])
    expect(search.trials[search.chosen - 1].model).toBe(model)
    const names = github.artifacts.map(({ name }) => name).sort()
    expect(names).toEqual(['train', 'trials-1', 'trials-2', 'trials-3'])
    expect((await job('2', { command: 'plan', parts: '3' })).outputs).toMatchObject({ parts: '[]', reused: 'true' })
  } finally {
    await github.close()
  }
}, 180_000)

test('a metric that nobody logged is told once for all trials', async () => {
  const workspace = await searching('[2]', 'min no_such_loss')
  const { exitCode, annotations } = await runBundle('train', { workspace, inputs })
  expect(exitCode).toBe(2)
  const messages = annotations.filter(({ level }) => level === 'error').map(({ message }) => message)
  expect(messages.join('\n')).toContain("the trainer logged no metric 'no_such_loss'")
}, 60_000)

test('a model has a card; its evaluation completes it elsewhere and leaves the model as it is', async () => {
  const workspace = await checkout()
  appendFileSync(
    path.join(workspace, 'trainyard.yml'),
    'card: {summary: Names penguins., intended-use: Counting on land, license: Apache-2.0, owners: [Data team]}\n',
  )
  expectPass(await runBundle('train', { workspace, inputs }))
  const folder = path.join(workspace, '.trainyard/train/model')
  const bytes = () =>
    readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name)).toString('base64')])
  const before = bytes()
  expect(before.map(([name]) => name).sort()).toEqual(['README.md', 'card.json', 'model.json', 'model.onnx'])
  expectPass(await runBundle('evaluate', { workspace, inputs }))
  expect(bytes()).toEqual(before)
  const readme = readFileSync(path.join(folder, 'README.md'), 'utf8')
  expect(readme).toMatch(/^---\nlicense: "apache-2\.0"\nlibrary_name: onnx\npipeline_tag: tabular-classification\n/)
  expect(readme).toContain('**Intended use.** Counting on land')
  const judged = document(workspace, 'evaluate/card.json')
  expect(judged.evaluation).toMatchObject({ verdict: 'pass', split: 'test', rows: 69 })
  expect(readFileSync(path.join(workspace, '.trainyard/evaluate/model-card.md'), 'utf8')).toContain(
    '## Evaluation: pass',
  )
}, 60_000)
