import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, jest, test } from '@jest/globals'
import { dist, runBundle } from '../support/runner.ts'
import { checkout } from './example.ts'

jest.setTimeout(60_000)

const tracer = pathToFileURL(path.resolve('test/support/trace.mjs')).href
let trace: string

beforeAll(async () => {
  trace = path.join(await mkdtemp(path.join(tmpdir(), 'trainyard-trace-')), 'loaded.txt')
})

async function loaded(action: string, workspace: string, inputs: Record<string, string>) {
  await writeFile(trace, '')
  const nodeArgs = ['--no-warnings', '--import', tracer]
  const result = await runBundle(action, { workspace, inputs, nodeArgs, env: { TRACE_FILE: trace } })
  const files = (await readFile(trace, 'utf8')).split('\n').filter((line) => line !== '' && !line.startsWith('node:'))
  const inDist = files
    .filter((file) => file.startsWith('file:'))
    .map((file) => path.relative(dist, new URL(file).pathname))
  return { result, files, inDist }
}

const heavy = /shared\/(artifact|cache|charts|github)|duckdb|onnxruntime/

test('the tracer sees what is loaded', async () => {
  const { inDist, files } = await loaded('validate-data', await checkout(), {})
  expect(inDist).toContain('validate-data/index.js')
  expect(files.some((file) => file.includes('duckdb'))).toBe(true)
})

test.each([
  ['deploy', { command: 'status' }],
  ['deploy', { image: 'no-such-image.json' }],
  ['check-drift', { data: 'data/penguins.csv', profile: 'no-such-profile.json' }],
])('%s %j loads neither clients nor engines', async (action, inputs) => {
  const { files, inDist } = await loaded(action, await checkout(), inputs)
  expect(inDist).toContain(`${action}/index.js`)
  expect(files.filter((file) => heavy.test(file))).toEqual([])
})

test.each([
  ['deploy', { image: 'no-such-image.json' }],
  ['check-drift', { data: 'data/penguins.csv', profile: 'no-such-profile.json' }],
])('%s lets a valid configuration through by its ready check: ajv is not loaded', async (action, inputs) => {
  const { files, inDist } = await loaded(action, await checkout(), inputs)
  expect(inDist).toContain('shared/checks/index.js')
  const chunks = await Promise.all(files.filter((file) => file.startsWith('file:')).map(textOf))
  expect(chunks.filter((text) => text.includes('schemaHasRulesForType'))).toEqual([])
})

test('a configuration that is not valid is explained by ajv', async () => {
  const workspace = await checkout()
  await writeFile(path.join(workspace, 'trainyard.yml'), 'name: penguins\ndata: {trian: data/penguins.csv}\n')
  const { result, files } = await loaded('deploy', workspace, {})
  expect(result.stdout).toContain('Did you mean train?')
  const chunks = await Promise.all(files.filter((file) => file.startsWith('file:')).map(textOf))
  expect(chunks.some((text) => text.includes('schemaHasRulesForType'))).toBe(true)
})

function textOf(url: string): Promise<string> {
  return readFile(new URL(url), 'utf8')
}
