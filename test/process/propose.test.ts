import { spawnSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { dist } from '../support/runner.ts'
import { checkout } from './example.ts'

let folder: string
beforeAll(async () => {
  folder = await checkout()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const suiteFile = () => path.join(folder, 'expectations/penguins.json')

function validateData(...args: string[]) {
  const cli = path.join(dist, 'cli/index.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'validate-data', ...args], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { code: status, out: stdout, err: stderr }
}

test('a suite is written from accepted data, and the data passes it', () => {
  const { code, out } = validateData('propose')
  expect(out).toMatch(/27 expectations written to expectations\/penguins\.json/)
  expect(code).toBe(0)
  expect(validateData('--suite', 'expectations/penguins.json').out).toMatch(/pass +344 rows, 27 checks/)
  expect(validateData('propose').out).toMatch(/is what would be proposed/)
}, 60_000)

test('a suite that somebody changed is kept, and the difference is told, until force', async () => {
  const written = await readFile(suiteFile(), 'utf8')
  const mended = written.replace(/"mostly": [\d.]+/, '"mostly": 1')
  await writeFile(suiteFile(), mended)
  const kept = validateData('propose')
  expect(kept.code).toBe(0)
  expect(kept.out).toMatch(/is kept: the proposal of 27 expectations differs, and --force writes it/)
  expect(kept.out).toMatch(/~ expect_column_values_to_be_in_set \(species\): loosened by mostly/)
  expect(await readFile(suiteFile(), 'utf8')).toBe(mended)
  expect(validateData('propose', '--force').code).toBe(0)
  expect(await readFile(suiteFile(), 'utf8')).toBe(written)
}, 60_000)
