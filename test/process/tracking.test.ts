import { spawn } from 'node:child_process'
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, jest, test } from '@jest/globals'
import { dist } from '../support/runner.ts'
import { checkout } from './example.ts'

jest.setTimeout(240_000)

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** @param killAfter milliseconds until the process is killed, as a runner does that is taken away */
function trainyard(cwd: string, args: readonly string[], killAfter?: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(dist, 'cli/index.js'), ...args], { cwd })
    const text = { out: '', err: '' }
    child.stdout.on('data', (part) => {
      text.out += String(part)
    })
    child.stderr.on('data', (part) => {
      text.err += String(part)
    })
    const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter)
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ code, ...text })
    })
  })
}

const words = (line: string) => line.split(' ')
const train = (folder: string, params: string) =>
  trainyard(folder, ['train', '--params', 'epochs=2', '--params', params])
const runs = async (folder: string) => JSON.parse((await trainyard(folder, words('runs --json'))).out)

describe('runs of a project', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await checkout()
    expect(await train(folder, 'hidden=4')).toMatchObject({ code: 0 })
    expect(await train(folder, 'hidden=6')).toMatchObject({ code: 0 })
    expect((await trainyard(folder, ['evaluate'])).err).not.toContain('trainyard:')
  })

  test('are listed, the newest first', async () => {
    const { out } = await trainyard(folder, ['runs'])
    const [head, newest, oldest] = out.trim().split('\n')
    expect(head).toMatch(/run +started +code +branch +status/)
    expect([newest, oldest].every((line) => line?.includes('built-in mlp, 2 epochs'))).toBe(true)
    expect(
      (await runs(folder)).map(({ facts }: { facts: { parameters: { hidden: number } } }) => facts.parameters.hidden),
    ).toEqual([6, 4])
  })

  test('stand beside each other, with the intervals of their evaluations', async () => {
    const [newest, oldest] = (await runs(folder)).map(({ id }: { id: string }) => id)
    const { out } = await trainyard(folder, ['runs', 'compare', oldest, newest])
    expect(out).toMatch(/params\.hidden +4 +6 +\+2\n/)
    expect(out).toMatch(/data +sha256:\w{7}… +sha256:\w{7}… +same\n/)
    expect(out).toMatch(/accuracy .*0\.\d+ \[0\.\d+, (0\.\d+|1)\]/)
    const value = JSON.parse((await trainyard(folder, ['runs', 'compare', oldest, newest, '--json'])).out)
    expect(value).toMatchObject({ before: { id: oldest }, after: { id: newest } })
  })

  test('are found by the beginning of their id, latest, and alias; others are refused', async () => {
    expect((await trainyard(folder, words('runs alias latest champion'))).out).toContain('@champion is version')
    expect(JSON.parse((await trainyard(folder, words('runs show champion --json'))).out)).toMatchObject({
      facts: { parameters: { hidden: 6 } },
    })
    const { code, err } = await trainyard(folder, words('runs show nobody'))
    expect(code).toBe(2)
    expect(err).toContain('no such run: nobody')
  })

  test('are trained again to the same bytes; without the same data they are not', async () => {
    const again = await trainyard(folder, words('train reproduce champion'))
    expect(again.out).toMatch(/reproduce +pass +run \S+ trained again: bit-equal/)
    const other = await checkout((csv) => csv.replace('Torgersen', 'Biscoe'))
    await rm(path.join(other, '.trainyard'), { recursive: true, force: true })
    const moved = await trainyard(folder, [
      'train',
      'reproduce',
      'champion',
      '--data',
      path.join(other, 'data/penguins.csv'),
    ])
    expect(moved.code).toBe(2)
    expect(moved.err).toMatch(/data: sha256:\w{12}… → sha256:\w{12}…/)
  })
})

test('two that write at once do not disturb each other, and one that is killed leaves nothing half', async () => {
  const folder = await checkout()
  const trained = await Promise.all([
    trainyard(folder, words('train --params hidden=4 --params epochs=2 --out one')),
    trainyard(folder, words('train --params hidden=6 --params epochs=2 --out two')),
  ])
  expect(trained.map(({ code }) => code)).toEqual([0, 0])
  const ids: readonly string[] = (await runs(folder)).map(({ id }: { id: string }) => id)
  expect(ids).toHaveLength(2)
  const promoted = await Promise.all(ids.map((id) => trainyard(folder, ['runs', 'alias', id, 'champion'])))
  expect(promoted.map(({ code }) => code)).toEqual([0, 0])
  const versions = promoted.map(({ out }) => /is version (\d)/.exec(out)?.[1])
  const listed: readonly { readonly version?: { readonly version: string; readonly aliases: readonly string[] } }[] =
    await runs(folder)
  expect(listed.map(({ version }) => version?.version).toSorted()).toEqual(['1', '2'])
  expect(listed.filter(({ version }) => version?.aliases.includes('champion'))).toHaveLength(1)
  expect(versions.every((version) => version === '1' || version === '2')).toBe(true)
  for (const killAfter of [300, 900, 1500])
    await trainyard(folder, words('train --params hidden=5 --out three'), killAfter)
  const statuses = (await runs(folder)).map(({ status }: { status: string }) => status)
  expect(statuses.filter((status: string) => status !== 'finished' && status !== 'killed')).toEqual([])
  const after = await trainyard(folder, words('train --params hidden=5 --params epochs=2'))
  expect(after.code).toBe(0)
  expect((await readdir(path.join(folder, '.trainyard/track/models/penguins/versions'))).toSorted()).toEqual([
    '1.json',
    '2.json',
  ])
})
