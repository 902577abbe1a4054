import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { cp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { ValidationDocument } from '@trainyard/evidence'
import { dist } from '../support/runner.ts'
import { checkout } from './example.ts'

let folder: string
beforeAll(async () => {
  folder = await checkout(withIds)
  await changeConfig((text) => text.replace('target: species', 'target: species\n  id: id'))
  git('init', '-q', '-b', 'main')
  commit('accepted')
  await changeData((rows) => [
    ...rows.slice(3).map((row) => row.replace('Biscoe', 'Hawaii').replace(/,2009$/, ',')),
    ...rows.slice(0, 2).map((row, at) => `new${at}${row.slice(row.indexOf(','))}`),
  ])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const data = () => path.join(folder, 'data/penguins.csv')

function withIds(csv: string): string {
  const [header, ...rows] = csv.trim().split('\n')
  return `${[`id,${header}`, ...rows.map((row, at) => `p${at},${row}`)].join('\n')}\n`
}

async function changeData(change: (rows: string[]) => string[]): Promise<void> {
  const [header = '', ...rows] = (await readFile(data(), 'utf8')).trim().split('\n')
  await writeFile(data(), `${[header, ...change(rows)].join('\n')}\n`)
}

async function changeConfig(change: (text: string) => string): Promise<void> {
  const file = path.join(folder, 'trainyard.yml')
  await writeFile(file, change(await readFile(file, 'utf8')))
}

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false']
  const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout.trim()
}

function commit(message: string): void {
  git('add', '-A')
  git('commit', '-qm', message)
}

function validate(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const cli = path.join(dist, 'cli/index.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'validate-data', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, GITHUB_BASE_REF: '', ...env },
  })
  return { code: status, out: stdout, err: stderr }
}

function written(): { readonly document: ValidationDocument; readonly text: string; readonly summary: string } {
  const read = (name: string) => readFileSync(path.join(folder, '.trainyard/validate-data', name), 'utf8')
  const text = read('validation.json')
  return { document: JSON.parse(text), text, summary: read('summary.md') }
}

test('the difference from a branch: rows by id and columns, without a value of a row', () => {
  const { out } = validate(['--base', 'main'])
  expect(out).toMatch(/since [0-9a-f]{7}: −1 rows \(344 → 343\); by id 2 added, 3 removed, \d+ changed/)
  const { document, text, summary } = written()
  expect(document.difference).toMatchObject({
    base: { kind: 'git', name: git('rev-parse', 'main') },
    same: false,
    rows: { before: 344, after: 343, byId: { added: 2, removed: 3 } },
  })
  const island = document.difference?.columns.find(({ name }) => name === 'island')
  expect(island).toMatchObject({ change: 'changed', categories: { added: 1, lost: 1 } })
  expect(JSON.stringify(document.difference)).not.toMatch(/Hawaii|Biscoe/)
  expect(JSON.stringify(document.summary)).not.toMatch(/Hawaii|Gentoo/)
  expect(text).not.toMatch(/Hawaii/)
  expect(summary).toMatch(/1 new category/)
  expect(git('diff', '--cached', '--name-only')).toBe('')
}, 60_000)

test('with values shown, categories have their names', () => {
  validate(['--base', 'main', '--values', 'shown'])
  const { difference, summary } = written().document
  const mass = summary?.columns.find(({ name }) => name === 'body_mass_g')
  expect(mass).toMatchObject({ type: 'integer', missing: 2, min: 2700, max: 6300 })
  const island = difference?.columns.find(({ name }) => name === 'island')
  expect(island?.categories?.names).toEqual({ added: ['Hawaii'], lost: ['Biscoe'] })
}, 60_000)

test("an earlier run's folder is a base too", async () => {
  validate(['--base', 'none'])
  await cp(path.join(folder, '.trainyard/validate-data'), path.join(folder, 'earlier'), { recursive: true })
  validate(['--base', 'earlier'])
  expect(written().document.difference).toMatchObject({ base: { kind: 'document', name: 'earlier' }, same: true })
  rmSync(path.join(folder, 'earlier'), { recursive: true })
}, 60_000)

test('a pull request without the history of its base is told how to mend it; with it, the base is found', () => {
  const shallow = validate([], { GITHUB_BASE_REF: 'main' })
  expect(shallow.code).toBe(0)
  expect(`${shallow.out}${shallow.err}`).toMatch(/fetch-depth: 0/)
  expect(written().document.difference).toBeUndefined()
  git('update-ref', 'refs/remotes/origin/main', 'main')
  expect(validate([], { GITHUB_BASE_REF: 'main' }).out).toMatch(/since [0-9a-f]{7}: −1 rows/)
}, 60_000)

test('what a suite lost and gained', async () => {
  const file = path.join(folder, 'suite.json')
  const rows = (min_value: number) => ({ type: 'expect_table_row_count_to_be_between', kwargs: { min_value } })
  const suite = (...expectations: readonly object[]) => JSON.stringify({ name: 's', expectations })
  await writeFile(file, suite(rows(300)))
  commit('with a suite')
  await writeFile(file, suite(rows(10), { type: 'expect_column_to_exist', kwargs: { column: 'sex' } }))
  validate(['--base', 'main', '--suite', 'suite.json'])
  expect(written().document.difference).toMatchObject({
    same: true,
    suite: {
      added: [{ type: 'expect_column_to_exist', columns: ['sex'] }],
      removed: [],
      changed: [{ type: 'expect_table_row_count_to_be_between', change: 'loosened', kwargs: ['min_value'] }],
    },
  })
}, 60_000)

test('a base that is nothing is refused', () => {
  const { code, err } = validate(['--base', '--upload-pack=touch'])
  expect(code).toBe(2)
  const unknown = validate(['--base', 'no-such-branch'])
  expect(unknown.code).toBe(2)
  expect(`${err}${unknown.err}`).toMatch(/neither a file nor a commit/)
}, 60_000)
