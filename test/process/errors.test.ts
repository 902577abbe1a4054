import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, jest, test } from '@jest/globals'
import { runBundle } from '../support/runner.ts'
import { checkout } from './example.ts'

jest.setTimeout(60_000)

const broken = `name: penguins
data:
  train: data/penguin.csv
  target: species
evaluat:
  gates: [accuracy >= 0.90]
`

test('every problem of the configuration is an annotation at its line; nothing is written', async () => {
  const workspace = await checkout()
  await writeFile(path.join(workspace, 'trainyard.yml'), broken)
  const result = await runBundle('validate-data', { workspace })
  expect(result.exitCode).toBe(2)
  expect(result.outputs).toEqual({})
  const places = result.annotations.map(
    ({ level, properties }) => `${level} ${properties['file']}:${properties['line']}`,
  )
  expect(places).toContain('error trainyard.yml:5')
  expect(result.summary).toMatch(/^### ❌ validate-data: input error/)
  expect(result.summary).toContain('evaluate')
})

test('files are named from the root of the repository, also in a sub-folder', async () => {
  const workspace = await checkout()
  const folder = path.join(workspace, 'ml')
  const { mkdir } = await import('node:fs/promises')
  await mkdir(folder)
  await writeFile(path.join(folder, 'trainyard.yml'), broken)
  const result = await runBundle('validate-data', { workspace, inputs: { 'working-directory': 'ml' } })
  expect(result.annotations[0]?.properties['file']).toBe('ml/trainyard.yml')
})

test.each(['validate-data', 'train', 'evaluate', 'build-image', 'deploy', 'check-drift'])(
  '%s with nothing to work on says what is missing, with a remedy, and exits with 2',
  async (action) => {
    const result = await runBundle(action)
    expect(result.exitCode).toBe(2)
    expect(result.annotations.length).toBeGreaterThan(0)
    expect(result.annotations[0]?.message.split('\n').length).toBeGreaterThan(1)
    expect(result.stderr).toBe('')
  },
)

test('at most ten annotations a type are made; the log has the rest and says how many', async () => {
  const workspace = await checkout()
  const unknown = Array.from({ length: 14 }, (_, at) => `unknown-${at}: 1\n`)
  const config = `name: penguins\ndata: {train: data/penguins.csv, target: species}\n${unknown.join('')}`
  await writeFile(path.join(workspace, 'trainyard.yml'), config)
  const result = await runBundle('evaluate', { workspace })
  expect(result.exitCode).toBe(2)
  expect(result.annotations.filter(({ level }) => level === 'error').length).toBeLessThanOrEqual(10)
  expect(result.annotations.at(-1)?.message).toMatch(/^and \d+ more errors, in the log$/)
  expect(result.log).toContain('unknown-13')
})

test('the cause of a fault is told at debug level', async () => {
  const github = { ACTIONS_RESULTS_URL: 'http://127.0.0.1:9', ACTIONS_RUNTIME_TOKEN: 'not.a.token' }
  const result = await runBundle('validate-data', { workspace: await checkout(), env: github })
  expect(result.exitCode).toBe(3)
  expect(result.stdout).toMatch(/::debug::.*FaultError/)
  expect(result.stdout).toMatch(/caused by/)
})
