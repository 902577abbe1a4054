import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { stageNames, stages } from '@trainyard/commands'
import { parse } from 'yaml'
import { dist } from '../support/runner.ts'

interface Described {
  readonly description?: string
}

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, string>>
}

interface ActionFile extends Described {
  readonly inputs: Readonly<Record<string, Described>>
  readonly outputs: Readonly<Record<string, Described>>
  readonly runs: { readonly using: string; readonly main?: string; readonly steps?: readonly Step[] }
}

interface WorkflowFile {
  readonly permissions?: unknown
  readonly jobs: Readonly<
    Record<string, { readonly steps?: readonly Step[]; readonly permissions?: unknown; readonly uses?: string }>
  >
}

const actionFile = (folder: string): ActionFile => parse(readFileSync(path.join(folder, 'action.yml'), 'utf8'))
const workflowFile = (file: string): WorkflowFile => parse(readFileSync(file, 'utf8'))

test('there is an action for every stage, and none else', () => {
  expect(readdirSync('actions').sort()).toEqual([...stageNames].sort())
})

describe.each(stageNames)('actions/%s/action.yml', (stage) => {
  const action = actionFile(`actions/${stage}`)

  test('has the inputs and outputs of the command', async () => {
    const command = await stages[stage]()
    expect(Object.keys(action.inputs).sort()).toEqual([...command.inputNames].sort())
    expect(Object.keys(action.outputs).sort()).toEqual(Object.keys(command.outputs).sort())
  })

  test('describes itself, each input and each output', () => {
    const texts = [action, ...Object.values(action.inputs), ...Object.values(action.outputs)]
    for (const { description } of texts) expect(description?.length).toBeGreaterThan(3)
  })

  test('starts the bundle of its own name on Node 24', () => {
    expect(action.runs).toEqual({ using: 'node24', main: `../../dist/${stage}/index.js` })
    expect(existsSync(path.join(dist, stage, 'index.js'))).toBe(true)
  })

  test('is described in its README, every input', () => {
    const readme = readFileSync(`actions/${stage}/README.md`, 'utf8')
    for (const name of Object.keys(action.inputs)) expect(readme).toContain(`\`${name}\``)
    expect(readme).toContain(`uses: trainyard-ml/trainyard/actions/${stage}@v1`)
  })
})

const ours = 'trainyard-ml/trainyard/actions/'
const workflows = [
  '.github/workflows',
  'workflows-templates',
  'examples/penguins/.github/workflows',
  'examples/parcels/.github/workflows',
].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .map((name) => path.join(folder, name)),
)

describe.each(['action.yml', ...workflows])('%s', (file) => {
  const steps =
    file === 'action.yml'
      ? (actionFile('.').runs.steps ?? [])
      : Object.values(workflowFile(file).jobs).flatMap((job) => job.steps ?? [])

  test('gives our actions only inputs they have', () => {
    for (const step of steps.filter(({ uses }) => uses?.startsWith(ours))) {
      const known = actionFile(`actions/${step.uses?.slice(ours.length).replace('@v1', '')}`).inputs
      expect(Object.keys(known)).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})))
    }
  })

  test('pins what others publish by hash, and expands nothing inside a script', () => {
    for (const { uses, run } of steps) {
      if (uses !== undefined) expect(uses).toMatch(/^trainyard-ml\/trainyard[/@]|@[0-9a-f]{40}$/)
      expect(run ?? '').not.toContain('${{')
    }
  })
})

/** Its evaluation takes what the caller grants; asked for by name, it would be refused to callers that do not grant it. */
const inheriting = '.github/workflows/pipeline.yml'

test.each(workflows.filter((file) => file !== inheriting))(
  '%s grants nothing at the top; jobs with steps or calls name what they need',
  (file) => {
    const workflow = workflowFile(file)
    expect(workflow.permissions).toEqual({})
    for (const job of Object.values(workflow.jobs)) expect(job.permissions).toBeDefined()
  },
)

test('of the pipeline only the evaluation has what its caller grants, all other jobs read contents alone', () => {
  const { permissions, jobs } = workflowFile(inheriting)
  expect([permissions, jobs['evaluate']?.permissions]).toEqual([undefined, undefined])
  const others = Object.entries(jobs).filter(([name]) => name !== 'evaluate')
  for (const [, job] of others) expect(job.permissions).toEqual({ contents: 'read' })
})

const reusable = 'trainyard-ml/trainyard/.github/workflows/'
const calls = workflows.flatMap((file) =>
  Object.values(workflowFile(file).jobs)
    .filter(({ uses }) => uses?.startsWith(reusable))
    .map(({ uses = '', permissions }) => ({
      file,
      called: uses.slice(reusable.length).replace('@v1', ''),
      permissions,
    })),
)

test.each(calls)('$file grants all that a job of $called asks for, or GitHub would not start it', (call) => {
  const asked = Object.values(workflowFile(`.github/workflows/${call.called}`).jobs).map((job) => job.permissions ?? {})
  expect(call.permissions).toMatchObject(Object.assign({}, ...asked))
})
