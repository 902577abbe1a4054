import { execFileSync } from 'node:child_process'
import { expect, test } from '@jest/globals'
import type { Services } from '@trainyard/ports'
import { inRepository, md5 } from '../../testing/dvc.ts'
import { factsAt, metricFacts, paramFacts } from './flatten.ts'
import { readDvcFacts } from './index.ts'

const services: Pick<Services, 'exec' | 'env'> = {
  env: { HOME: '/nowhere' },
  exec: {
    run: async (command, args, { cwd } = {}) => {
      const stdio = ['ignore', 'pipe', 'ignore'] as const
      try {
        const stdout = execFileSync(command, [...args], { cwd, encoding: 'utf8', stdio: [...stdio] })
        return { code: 0, signal: null, stdout, stderr: '' }
      } catch {
        return { code: 1, signal: null, stdout: '', stderr: '' }
      }
    },
  },
}

test('metrics are numbers, texts and truth values; parameters lists too', () => {
  const value = { a: { b: 1, 'c.d': [1, 'x'], e: null }, f: 'x', g: true, h: {} }
  expect(metricFacts(value)).toEqual({ 'a.b': 1, f: 'x', g: true })
  expect(paramFacts(value)).toEqual({ 'a.b': 1, 'a.c.d': '[1,"x"]', 'a.e': null, f: 'x', g: true })
  expect(metricFacts(0.5)).toEqual({ '': 0.5 })
  expect(factsAt(paramFacts(value), ['a', 'g'])).toEqual({ 'a.b': 1, 'a.c.d': '[1,"x"]', 'a.e': null, g: true })
})

const pipeline = `metrics: [top.yaml, missing.json]
stages:
  train:
    cmd: x
    wdir: model
    params: [rate, {more.yaml: [deep]}, {code.py: }]
    metrics: [{metrics.json: {cache: false}}, kept.json]
  wide: {foreach: [a], do: {cmd: x, metrics: ["\${item}.json"]}}
`

test('what pipelines name is read: of the workspace, of a revision, and from the cache', async () => {
  await inRepository(async ({ base, write }) => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: base, stdio: 'ignore' })
    const kept = (auc: number) => `{"auc": ${auc}}`
    const state = async (loss: number, auc: number) => {
      await write('top.yaml', `loss: ${loss}\n`)
      await write('model/metrics.json', `{"accuracy": {"test": ${1 - loss}}}`)
      await write('params.yaml', 'root: 1\n')
      await write('model/params.yaml', `rate: ${loss}\nother: 2\n`)
      await write('model/more.yaml', 'deep: {a: 1}\nnot: 2\n')
      const digest = md5(kept(auc))
      await write(`.dvc/cache/files/md5/${digest.slice(0, 2)}/${digest.slice(2)}`, kept(auc))
      const out = `    - {path: kept.json, hash: md5, md5: ${digest}}\n`
      await write('dvc.lock', `schema: '2.0'\nstages:\n  train:\n    cmd: x\n    outs:\n${out}`)
    }
    await write('dvc.yaml', pipeline)
    await write('.gitignore', '.dvc/cache\n')
    await state(0.5, 0.7)
    git('init', '-q')
    git('add', '.')
    git('commit', '-q', '-m', 'first')
    await state(0.25, 0.8)
    const expected = (loss: number, auc: number) => ({
      metrics: {
        'missing.json': {},
        'model/kept.json': { auc },
        'model/metrics.json': { 'accuracy.test': 1 - loss },
        'top.yaml': { loss },
      },
      params: { 'model/more.yaml': { 'deep.a': 1 }, 'model/params.yaml': { rate: loss }, 'params.yaml': { root: 1 } },
      unread: [`\${item}.json: its name is computed by DVC`, 'model/code.py: files of this kind are not read'],
    })
    expect(await readDvcFacts(base, services)).toEqual(expected(0.25, 0.8))
    expect(await readDvcFacts(base, services, 'HEAD')).toEqual(expected(0.5, 0.7))
    await expect(readDvcFacts(base, services, '--output=x')).rejects.toThrow('no such revision: --output=x')
  })
})

test('without a pipeline or a repository there is nothing', async () => {
  await inRepository(async ({ base }) => {
    expect(await readDvcFacts(base, services)).toBeUndefined()
    expect(await readDvcFacts(`${base}/..`, services)).toBeUndefined()
  })
})

test.each([
  ['metrics.json', '{"a": NaN}', 'metrics.json  this is no JSON'],
  ['dvc.yaml', 'metrics: metrics.json', 'dvc.yaml:1:10  metrics: must be a list'],
  ['dvc.yaml', 'stages: [', 'dvc.yaml:1'],
])('%s is refused: %s', async (name, text, message) => {
  await inRepository(async ({ base, write }) => {
    await write('dvc.yaml', 'metrics: [metrics.json]')
    await write(name, text)
    await expect(readDvcFacts(base, services)).rejects.toThrow(message)
  })
})
