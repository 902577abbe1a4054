import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { type LoopbackGitHub, startGitHub } from '../support/github.ts'
import { type LoopbackRegistry, startRegistry } from '../support/registry.ts'
import { runBundle, type StepResult } from '../support/runner.ts'
import { checkout, pushBase, shuffledLabels } from './example.ts'

// Real training, inference and images, each in a process of its own.
jest.setTimeout(120_000)

const stages = ['validate-data', 'train', 'evaluate', 'build-image', 'deploy'] as const

let github: LoopbackGitHub
let registry: LoopbackRegistry
let base: string

beforeAll(async () => {
  ;[github, registry] = await Promise.all([startGitHub(), startRegistry()])
  base = await pushBase(registry)
})

afterAll(async () => {
  await Promise.all([github.close(), registry.close()])
})

/** One stage in a job of its own: a fresh checkout, nothing of earlier jobs but the artifacts of the run. */
async function job(
  stage: string,
  run: string,
  options: { csv?: (csv: string) => string; inputs?: Record<string, string> } = {},
) {
  const workspace = await checkout(options.csv)
  const inputs = { ...(stage === 'build-image' && { base }), ...options.inputs }
  return runBundle(stage, { workspace, github, run, inputs })
}

/** Calls of one kind, in order, as `Method name`. */
function artifactCalls(): string[] {
  return github.calls
    .filter(({ path }) => path.includes('ArtifactService'))
    .map(
      ({ path, fields }) => `${path.split('/').at(-1)} ${fields['name'] ?? fields['nameFilter'] ?? fields['idFilter']}`,
    )
}

test('five jobs pass data and model to each other as artifacts and end in a checked deployment', async () => {
  const ended: Record<string, StepResult> = {}
  for (const stage of stages) {
    const result = await job(stage, 'good')
    ended[stage] = result
    expect({
      stage,
      exitCode: result.exitCode,
      log: result.exitCode === 0 ? '' : result.stdout + result.stderr,
    }).toEqual({ stage, exitCode: 0, log: '' })
    expect(result.outputs).toMatchObject({ verdict: 'pass', artifact: stage })
    expect(result.outputs['digest']).toMatch(/^(sha256:)?[0-9a-f]{64}$/)
    expect(result.summary.split('\n')[0]).toMatch(/^### ✅ /)
    expect(result.annotations.filter(({ level }) => level === 'error')).toEqual([])
  }
  expect(github.artifacts.filter(({ run }) => run === 'good').map(({ name }) => name)).toEqual([...stages])
  expect(ended['evaluate']?.summary).toMatch(/\| gate \| candidate \|/)
  expect(ended['deploy']?.outputs['digest']).toBe(ended['build-image']?.outputs['digest'])
})

test('a stage asks for the artifacts it needs, checks their digests and uploads its own once', async () => {
  github.forget()
  const result = await job('evaluate', 'good', { inputs: { 'artifact-prefix': 'second-', upload: 'true' } })
  expect(result.exitCode).toBe(2)
  expect(artifactCalls()).toContain('ListArtifacts second-train')
  github.forget()
  expect((await job('report', 'good')).outputs['artifact']).toBe('report')
  const calls = artifactCalls()
  expect(calls.filter((call) => call.startsWith('CreateArtifact'))).toEqual(['CreateArtifact report'])
  for (const stage of stages) expect(calls).toContain(`GetSignedArtifactURL ${stage}`)
})

test('in a pull request the report is one comment, kept up to date', async () => {
  const workspace = await checkout()
  const event = { name: 'pull_request', payload: { pull_request: { number: 3 } } }
  const env = { GITHUB_RUN_ID: '9', GITHUB_REPOSITORY: 'acme/penguins' }
  const inputs = { token: 'ghs_secret', upload: 'false' }
  for (const time of ['first', 'again']) {
    const result = await runBundle('report', { workspace, github, run: 'good', event, env, inputs })
    expect({ time, exitCode: result.exitCode }).toEqual({ time, exitCode: 0 })
  }
  expect(github.comments.stored).toHaveLength(1)
  expect(github.comments.stored[0]?.body).toMatch(
    /^<!-- trainyard report: penguins -->\n### ✅ Trainyard: penguins: passed every stage\n\n\| gate \|/,
  )
})

test('retention is handed to GitHub as a date', async () => {
  const result = await job('validate-data', 'kept', { inputs: { 'retention-days': '3' } })
  expect(result.exitCode).toBe(0)
  const [artifact] = github.artifacts.filter(({ run }) => run === 'kept')
  const days = (Date.parse(artifact?.expiresAt ?? '') - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(2.9)
  expect(days).toBeLessThan(3.1)
})

test('a second upload of the same name is refused, unless the run is run again', async () => {
  const [first, again] = [await job('validate-data', 'kept'), await rerun('kept')]
  expect(first.exitCode).toBe(2)
  expect(first.annotations[0]?.message).toContain('artifact-prefix')
  expect(again.exitCode).toBe(0)
})

async function rerun(run: string): Promise<StepResult> {
  return runBundle('validate-data', { workspace: await checkout(), github, run, env: { GITHUB_RUN_ATTEMPT: '2' } })
}

test('an artifact whose bytes changed on the way is refused', async () => {
  await job('validate-data', 'broken')
  github.corruptArtifact('validate-data')
  const result = await job('train', 'broken')
  expect(result.exitCode).toBe(3)
  expect(result.annotations[0]?.message).toMatch(/artifact/)
})

test('a model that learned nothing fails the gate; no image is made of it', async () => {
  const csv = shuffledLabels
  for (const stage of ['validate-data', 'train']) expect((await job(stage, 'bad', { csv })).exitCode).toBe(0)
  const evaluated = await job('evaluate', 'bad', { csv })
  expect(evaluated.exitCode).toBe(1)
  expect(evaluated.outputs).toMatchObject({ verdict: 'fail', artifact: 'evaluate' })
  expect(evaluated.summary).toMatch(/^### ❌ /)
  expect(evaluated.annotations.at(-1)?.message).toMatch(/^evaluate: fail: /)
  const packed = await job('build-image', 'bad', { csv })
  expect(packed.exitCode).toBe(2)
  expect(github.artifacts.filter(({ run }) => run === 'bad').map(({ name }) => name)).not.toContain('build-image')
})
