import { spawn } from 'node:child_process'
import { expect, test } from '@jest/globals'
import { defaultConfig } from '@trainyard/config'
import type { Exec } from '@trainyard/ports'
import type { PredictionTable } from '@trainyard/predictions'
import { quietServices } from '../../../../../test/support/services.ts'
import type { Context } from '../../core/context.ts'
import { runAll } from './command.ts'

const env = { SECRET: 'x', NAMED: 'x', ACTIONS_RUNTIME_TOKEN: 'x', GITHUB_TOKEN: 'x', LANG: 'C' }

/** Starts real programs: variables are added, and `undefined` takes one away. */
function counting(): { readonly exec: Exec; started: number } {
  const counted = {
    started: 0,
    exec: {
      run: (command, args, { env: more, timeoutMs } = {}) =>
        new Promise((resolve, reject) => {
          counted.started += 1
          const child = spawn(command, args, { env: { ...env, ...more }, timeout: timeoutMs })
          child.on('error', reject)
          child.on('close', (code, signal) => resolve({ code, signal, timedOut: child.killed, stdout: '', stderr: '' }))
        }),
    } satisfies Exec as Exec,
  }
  return counted
}

const table: PredictionTable = {
  task: 'classification',
  rows: 3,
  ids: ['a', 'b', 'c'],
  identified: true,
  classes: ['no', 'yes'],
  labels: Float64Array.of(0, 1, 1),
  predictions: Float64Array.of(0, 1, 0),
  champion: { predictions: Float64Array.of(1, 1, 1) },
}

function measured(script: string, names: readonly string[], timeoutMs = 60_000) {
  const world = counting()
  const context = {
    services: { ...quietServices, exec: world.exec, env },
    config: defaultConfig(process.cwd(), 'a'),
  } as unknown as Context
  const metrics = names.map((name) => ({
    name,
    better: 'higher' as const,
    run: [process.execPath, '-e', script],
    env: ['NAMED', 'GITHUB_TOKEN'],
    format: 'csv' as const,
    timeoutMs,
    at: { file: 'trainyard.yml', key: `evaluate.metrics.${name}` },
  }))
  return { world, result: runAll(metrics, table, context) }
}

const write = (value: string) => `require('fs').writeFileSync(process.env.TRAINYARD_RESULT, JSON.stringify(${value}))`

test('one run a model gives all its metrics of labels and answers, a number a row or one', async () => {
  const lines = `require('fs').readFileSync(process.env.TRAINYARD_PREDICTIONS, 'utf8').trim().split('\\n')`
  const right = `${lines}.slice(1).map((line) => line.split(',')).map(([, label, answer]) => label === answer ? 1 : 0)`
  const { world, result } = measured(write(`{right: ${right}, columns: ${lines}[0].split(',').length}`), [
    'right',
    'columns',
  ])
  const [ofRows, whole] = await result
  expect(world.started).toBe(2)
  expect(ofRows?.candidate.rows).toEqual([['right', Float64Array.of(1, 1, 0)]])
  expect(ofRows?.champion?.rows).toEqual([['right', Float64Array.of(0, 1, 1)]])
  expect(whole?.candidate).toEqual({ rows: [], whole: { value: 3 } })
  expect(whole?.metric).toHaveProperty('estimateOnly')
})

test('it sees what is named and what every program needs, and never a token', async () => {
  const seen = (name: string) => `${name}: Number('${name}' in process.env)`
  const names = ['SECRET', 'NAMED', 'ACTIONS_RUNTIME_TOKEN', 'GITHUB_TOKEN', 'LANG']
  const found = await measured(write(`{${names.map(seen).join(', ')}}`), names).result
  expect(found.map(({ candidate }) => candidate.whole?.value)).toEqual([0, 1, 0, 0, 1])
})

test.each([
  ['a command that does not end', 'setInterval(() => 1, 1000)', 'did not end within 0.3 s and was stopped', 300],
  ['a command that fails', 'process.exit(3)', 'ended with exit code 3', 60_000],
  ['a command that leaves nothing', '', 'wrote no file TRAINYARD_RESULT', 60_000],
  ['a command that leaves a number too few', write('{share: [1, 2]}'), 'gave 2 numbers for share', 60_000],
])('%s stops the evaluation', async (_, script, message, timeoutMs) => {
  await expect(measured(script, ['share'], timeoutMs).result).rejects.toThrow(message)
})
