import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { dist } from '../support/runner.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A copy of the example, its rows changed. */
function project(change: (rows: string[][]) => string[][] = (rows) => rows): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'chain-'))
  folders.push(folder)
  cpSync('examples/penguins', folder, { recursive: true, filter: (file) => !file.includes('.trainyard') })
  const file = path.join(folder, 'data/penguins.csv')
  const [header = '', ...rows] = readFileSync(file, 'utf8').trim().split('\n')
  const changed = change(rows.map((row) => row.split(',')))
  writeFileSync(file, `${[header, ...changed.map((row) => row.join(','))].join('\n')}\n`)
  return folder
}

function trainyard(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(dist, 'cli/index.js'), ...args], {
    cwd,
    encoding: 'utf8',
  })
  return { code: status, out: stdout, err: stderr }
}

const made = (folder: string, file: string) => existsSync(path.join(folder, '.trainyard', file))
const leftIn = (folder: string) => (existsSync(folder) ? readdirSync(folder, { recursive: true }) : [])
const shuffled = (rows: string[][]) =>
  rows.map(([, ...rest], at) => [rows[(at * 101 + 7) % rows.length]?.[0] ?? '', ...rest])

describe('a model that knows nothing', () => {
  const folder = project(shuffled)

  test('is trained and fails the gate; no image is built and nothing is deployed', () => {
    const { code, out } = trainyard(folder, 'run')
    expect(out).toMatch(/train +pass/)
    expect(out).toMatch(/evaluate +fail +accuracy >= 0\.90/)
    expect(code).toBe(1)
    expect(made(folder, 'build-image')).toBe(false)
    expect(made(folder, 'deploy')).toBe(false)
    expect(made(folder, 'report/index.html')).toBe(true)
  }, 60_000)

  test('is not packed with its failing evaluation, even where unevaluated models are allowed', () => {
    const { code, err } = trainyard(folder, 'build-image', '--unevaluated', 'allow')
    expect(code).toBe(2)
    expect(err).toMatch(/evaluation/)
    expect(made(folder, 'build-image/image.json')).toBe(false)
  }, 60_000)

  test('packed without its evaluation, it is refused by deploy with the failing one and with none', () => {
    const evaluation = path.join(folder, '.trainyard/evaluate/evaluation.json')
    const failing = path.join(folder, 'failing.json')
    cpSync(evaluation, failing)
    rmSync(path.join(folder, '.trainyard/evaluate'), { recursive: true })
    expect(trainyard(folder, 'build-image', '--unevaluated', 'allow').code).toBe(0)
    const given = trainyard(folder, 'deploy', '--evaluation', failing)
    expect(given.code).toBe(2)
    expect(given.err).toMatch(/failed its evaluation|fail/)
    const none = trainyard(folder, 'deploy')
    expect(none.code).toBe(2)
    expect(none.err).toMatch(/evaluation/)
    expect(made(folder, 'deploy')).toBe(false)
  }, 120_000)
})

test('corrupted data stops the chain before training', () => {
  const folder = project((rows) => rows.map(([, ...rest]) => ['the same', ...rest]))
  const { code, out } = trainyard(folder, 'run')
  expect(out).toMatch(/validate-data +fail/)
  expect(out).not.toMatch(/train +pass/)
  expect(code).toBe(1)
  expect(made(folder, 'train')).toBe(false)
}, 60_000)

test('data that changed after it was validated is not trained on, and both digests are named', () => {
  const folder = project()
  expect(trainyard(folder, 'validate-data').code).toBe(0)
  writeFileSync(
    path.join(folder, 'data/penguins.csv'),
    `${readFileSync(path.join(folder, 'data/penguins.csv'), 'utf8')}Adelie,Dream,40,18,190,3700,male,2009\n`,
  )
  const { code, err } = trainyard(folder, 'train')
  expect(code).toBe(2)
  expect(err).toMatch(/sha256:[0-9a-f]{64}.*sha256:[0-9a-f]{64}/)
}, 60_000)

test('one JSON object on standard output, everything else on standard error', () => {
  const { code, out, err } = trainyard(project(), 'validate-data', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ stage: 'validate-data', verdict: 'pass', exitCode: 0 })
  expect(err).toContain('validate-data')
}, 60_000)

test.each([
  [['frobnicate'], "unknown command 'frobnicate'"],
  [['train', '--no-such-flag', 'x'], '--no-such-flag'],
  [['train', 'extra'], "unexpected word 'extra'"],
  [['deploy', 'promote'], "unexpected word 'promote'"],
  [['evaluate', '--inconclusive', 'maybe'], "'maybe' is not one of fail, estimate, pass"],
  [['validate-data', '--config', 'absent.yml'], 'absent.yml'],
  [['validate-data', '--working-directory', 'absent'], 'no such folder'],
  [['validate-data', '--data', 'data/penguin.csv'], 'no such file'],
  [['validate-data', '--target', 'specis'], 'specis'],
  [['validate-data', '--suite', 'absent.json'], 'no such suite'],
  [['evaluate'], 'model'],
  [['build-image'], 'model'],
  [['deploy'], 'no image'],
  [['deploy', 'undo'], 'no previous revision'],
  [['check-drift'], 'data'],
])(
  '%p is one clear error with exit code 2',
  (args, message) => {
    const folder = project()
    const { code, err } = trainyard(folder, ...args)
    expect(err).toContain(message)
    expect(err).not.toMatch(/^\s+at /m)
    expect(code).toBe(2)
    expect(leftIn(path.join(folder, '.trainyard'))).toEqual([])
  },
  30_000,
)
