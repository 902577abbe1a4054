import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { dist } from '../support/runner.ts'

// The example of metrics of the user's own, whose rules compare with a champion: the same file for the first model and the next.
const folder = mkdtempSync(path.join(tmpdir(), 'parcels-'))
afterAll(() => rmSync(folder, { recursive: true }))

function trainyard(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(dist, 'cli/index.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: path.dirname(process.execPath), HOME: folder },
  })
  return { code: status, text: `${stdout}${stderr}` }
}

const evaluated = () => JSON.parse(readFileSync(path.join(folder, '.trainyard/evaluate/evaluation.json'), 'utf8'))

test('a first model passes by the rules that need no champion, and the next one is compared with it', () => {
  cpSync('examples/parcels', folder, { recursive: true, filter: (file) => !file.includes('.trainyard') })
  for (const stage of ['validate-data', 'train']) expect(trainyard(stage)).toMatchObject({ code: 0 })
  const first = trainyard('evaluate')
  expect(first).toMatchObject({ code: 0, text: expect.stringContaining('first model: nothing to compare with') })
  expect(evaluated()).toMatchObject({
    verdict: 'pass',
    firstModel: { champion: 'registry', unjudged: ['refund <= champion + 2'] },
    rules: [{ metric: 'accuracy' }, { metric: 'refund' }, { metric: 'calls' }],
  })
  expect(trainyard('runs', 'alias', 'candidate', 'champion')).toMatchObject({ code: 0 })
  const second = trainyard('evaluate')
  expect(second.code).toBe(0)
  expect(second.text).toContain("The champion's answers to these rows are stored: it is not asked again")
  const { firstModel, rules } = evaluated()
  expect({ firstModel, rules: rules.length }).toEqual({ firstModel: undefined, rules: 4 })
  expect(rules[2]).toMatchObject({ text: 'refund <= champion + 2', difference: 0, verdict: 'pass' })
}, 60_000)

test('a threshold is chosen on the validation rows, for the model, the champion and a run each its own', () => {
  const file = path.join(folder, 'trainyard.yml')
  const [head = ''] = readFileSync(file, 'utf8').split('  metrics:')
  const threshold = '  threshold: { choose: { metric: "f1[yes]", on: validation } }'
  const gates = '  gates: [accuracy >= 0.7, accuracy >= champion - 0.1, "accuracy >= run:champion - 0.1"]'
  writeFileSync(file, `${head}${threshold}\n${gates}\n`)
  expect(trainyard('evaluate')).toMatchObject({ code: 0 })
  const { threshold: applied, data } = evaluated()
  const { value, champion, runs, chosen } = applied
  // All three are the same model, asked by three ways.
  expect({ champion, runs }).toEqual({ champion: value, runs: { 'run:champion': value } })
  expect(chosen).toMatchObject({ metric: 'f1[yes]', on: 'validation', champion: chosen.estimate })
  expect(chosen.rows + data.rows).toBeLessThan(1500)
  expect(chosen.rows).toBeGreaterThan(100)
}, 60_000)
