import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { githubArtifacts } from '../../packages/ci/src/github/artifacts.ts'
import { type LoopbackGitHub, startGitHub } from '../support/github.ts'
import { runBundle } from '../support/runner.ts'
import { checkout } from './example.ts'

jest.setTimeout(60_000)

const suite = `{
  "name": "penguins",
  "expectations": [
    {"type": "expect_table_row_count_to_be_between", "kwargs": {"min_value": 1}},
    {"type": "expect_column_values_to_be_between", "kwargs": {"column": "body_mass_g", "max_value": 6000}},
      {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "sex"}, "severity": "warning"},
    {"type": "expect_column_to_exist", "kwargs": {"column": "weight"}, "severity": "info"}
  ]
}
`

let workspace: string

beforeAll(async () => {
  workspace = await checkout()
  await mkdir(path.join(workspace, 'expectations'))
  await writeFile(path.join(workspace, 'expectations/penguins.json'), suite)
})

const file = 'expectations/penguins.json'

test('each failed check is an annotation at its line and column of the suite, at the level of its severity', async () => {
  const result = await runBundle('validate-data', { workspace, inputs: { suite: file, upload: 'false' } })
  expect(result.exitCode).toBe(1)
  expect(result.annotations.filter(({ properties }) => properties['file'] === file)).toEqual([
    {
      level: 'error',
      message: 'expect_column_values_to_be_between of body_mass_g failed: 2 of 344 rows (0.6 %)',
      properties: { file, line: '5', col: '5', title: 'expectations[1]' },
    },
    {
      level: 'warning',
      message: 'expect_column_values_to_not_be_null of sex failed: 11 of 344 rows (3.2 %)',
      properties: { file, line: '6', col: '7', title: 'expectations[2]' },
    },
    {
      level: 'notice',
      message: 'expect_column_to_exist of weight failed',
      properties: { file, line: '7', col: '5', title: 'expectations[3]' },
    },
  ])
})

test('a suite in a sub-folder is named from the root of the repository, whatever the configuration', async () => {
  await mkdir(path.join(workspace, 'ml'), { recursive: true })
  const config = 'name: penguins\ndata: {train: ../data/penguins.csv, target: species}\n'
  await writeFile(path.join(workspace, 'ml/trainyard.yml'), config)
  const inputs = { config: 'ml/trainyard.yml', suite: file, upload: 'false' }
  const { annotations } = await runBundle('validate-data', { workspace, inputs })
  expect(annotations[0]?.properties).toMatchObject({ file, line: '5', col: '5' })
})

test('the artifact holds the failing rows as CSV and Parquet, with no value of a row', async () => {
  const github = await startGitHub()
  try {
    const result = await runBundle('validate-data', { workspace, github, inputs: { suite: file } })
    const [artifact] = github.artifacts
    const into = await mkdtemp(path.join(tmpdir(), 'trainyard-artifact-'))
    Object.assign(process.env, github.env(), { GITHUB_WORKSPACE: into })
    const artifacts = githubArtifacts({
      env: process.env,
      dist: 'from source',
      token: undefined,
      group: (_, work) => work(),
    })
    expect(await artifacts.download(artifact?.name ?? '', into)).toBe(true)
    expect(await readdir(into)).toEqual(expect.arrayContaining(['failing-rows.csv', 'failing-rows.parquet']))
    expect(await readFile(path.join(into, 'failing-rows.csv'), 'utf8')).toMatch(
      /^check,expectation,severity,columns,file,row\n2,.*,critical,body_mass_g,data\/penguins.csv,\d+\n/,
    )
    expect(result.outputs['artifact']).toBe('validate-data')
  } finally {
    await github.close()
  }
})

describe('failed warnings', () => {
  const only = { ...JSON.parse(suite), expectations: JSON.parse(suite).expectations.slice(2, 3) }
  const event = { name: 'pull_request', payload: { pull_request: { head: { sha: 'head' } } } }
  let github: LoopbackGitHub

  beforeAll(async () => {
    github = await startGitHub()
    await writeFile(path.join(workspace, 'warnings.json'), JSON.stringify(only))
  })
  afterAll(() => github.close())

  async function warned(inputs: Record<string, string>) {
    github.forget()
    const given = { suite: 'warnings.json', upload: 'false', ...inputs }
    const result = await runBundle('validate-data', { workspace, github, event, inputs: given })
    return { ...result, checks: github.calls.filter(({ path: of }) => of.endsWith('/check-runs')) }
  }

  test('are a neutral check of the pull request, with their annotations', async () => {
    const { exitCode, checks, annotations, log } = await warned({ token: 'ghs_token' })
    expect(exitCode).toBe(0)
    expect(checks).toMatchObject([
      {
        fields: {
          headSha: 'head',
          conclusion: 'neutral',
          output: { title: '1 warning', annotations: [{ start_line: 1 }] },
        },
      },
    ])
    expect(annotations).toEqual([])
    expect(log).toContain('1 warning: neutral check https://github.com/acme/penguins/runs/5')
  })

  test('are annotations where the token may not write checks, or is none, and the log says why', async () => {
    github.answerChecksWith(403)
    for (const inputs of [{ token: 'ghs_token' }, {}]) {
      const { exitCode, annotations, log } = await warned(inputs)
      expect(exitCode).toBe(0)
      expect(annotations).toMatchObject([{ level: 'warning', properties: { file: 'warnings.json', line: '1' } }])
      expect(log).toMatch(/No check "validate-data: warnings": .*checks: write/)
    }
  })

  test('fail the step where they are more than the budget', async () => {
    const { exitCode, outputs } = await warned({ 'warnings-at-most': '0' })
    expect(exitCode).toBe(1)
    expect(outputs['reason']).toMatch(/^1 warning, at most 0 allowed/)
  })
})

test('SARIF and JUnit are written on request, naming the suite from the root of the repository', async () => {
  const inputs = { config: 'ml/trainyard.yml', suite: file, upload: 'false', formats: 'sarif, junit' }
  await runBundle('validate-data', { workspace, inputs })
  const out = path.join(workspace, 'ml/.trainyard/validate-data')
  const { runs } = JSON.parse(await readFile(path.join(out, 'validation.sarif'), 'utf8'))
  expect(runs[0].results[0].locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: file, uriBaseId: '%SRCROOT%' },
    region: { startLine: 5, startColumn: 5 },
  })
  expect(await readFile(path.join(out, 'validation.junit.xml'), 'utf8')).toContain('tests="4" failures="1"')
})

test('regular expressions of Python are tested in a thread, and one that goes back without end is one failed check', async () => {
  const regex = (text: string) => ({
    type: 'expect_column_values_to_match_regex',
    kwargs: { column: 'text', regex: text },
  })
  const regexes = { name: 'regex', expectations: [regex('^(?!X)'), regex('(?=a)(a+)+$(?<!a)')] }
  const folder = await mkdtemp(path.join(tmpdir(), 'regex-'))
  await writeFile(path.join(folder, 'regex.json'), JSON.stringify(regexes))
  await writeFile(path.join(folder, 'long.csv'), `text,target\n${'a'.repeat(40)},1\nb,2\n`)
  const inputs = { data: 'long.csv', target: 'target', suite: 'regex.json', upload: 'false' }
  const result = await runBundle('validate-data', { workspace: folder, inputs })
  expect(result.exitCode).toBe(1)
  expect(result.annotations[0]?.message).toMatch(
    /text failed: the regular expression goes back so often that it took more than 10 s/,
  )
})
