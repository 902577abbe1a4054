import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import { type KeyRequest, preimageKey, trainingPreimage } from './key.ts'
import { services } from './tests/services.ts'

const base = { datasetDigest: 'd1', target: 'y', params: { depth: 6, rate: 0.1 }, seed: 7, code: [] }
let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'key-'))
  for (const [name, text] of Object.entries({
    'train.py': 'a',
    'README.md': 'b',
    'src/net.py': 'c',
    '.venv/x.py': 'd',
  }))
    write(name, text)
})

const write = (name: string, text: string) => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
  writeFileSync(path.join(folder, name), text)
}
const preimage = (more: Partial<KeyRequest> = {}, { exec } = services) =>
  trainingPreimage({ ...base, folder, ...more }, { exec })
const command = { run: 'python train.py' }
const files = async (more: Partial<KeyRequest> = {}, given = services) =>
  Object.keys(await preimage({ ...command, ...more }, given)).flatMap((name) => name.match(/^code\.(.*)/)?.[1] ?? [])

test('the key does not depend on the order of parameters', async () => {
  const other = await preimage({ params: { rate: 0.1, depth: 6 } })
  expect(preimageKey(other)).toBe(preimageKey(await preimage()))
})

test.each<[string, Partial<KeyRequest>, string]>([
  ['data', { datasetDigest: 'd2' }, 'data'],
  ['target', { target: 'z' }, 'target'],
  ['seed', { seed: 8 }, 'seed'],
  ['a parameter', { params: { depth: 7, rate: 0.1 } }, 'params.depth'],
  ['the type of a parameter', { params: { depth: '6', rate: 0.1 } }, 'params.depth'],
])('another %s is another key, and the list says which entry changed', async (_, more, entry) => {
  const [before, after] = [await preimage(), await preimage(more)]
  expect(preimageKey(after)).not.toBe(preimageKey(before))
  expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual([entry])
})

describe('code of a command', () => {
  test('is every file but those of tools, without git', async () => {
    const none = { ...services, exec: { run: () => Promise.reject(new InputError('no such program: git')) } }
    expect(await files({}, none)).toEqual(['README.md', 'src/net.py', 'train.py'])
  })

  test('is what git tracks or would track', async () => {
    write('.gitignore', 'secret.txt\n')
    write('secret.txt', 's')
    write('.trainyard/train/run.json', '{}')
    execFileSync('git', ['init', '-q'], { cwd: folder })
    execFileSync('git', ['add', 'train.py'], { cwd: folder })
    expect(await files()).toEqual(['.gitignore', 'README.md', 'src/net.py', 'train.py'])
  })

  test('is what the globs name, and nothing else changes the key', async () => {
    const key = async () => preimageKey(await preimage({ ...command, code: ['src/**', 'train.py'] }))
    expect(await files({ code: ['src/**', 'train.py'] })).toEqual(['src/net.py', 'train.py'])
    const before = await key()
    write('README.md', 'another comment')
    expect(await key()).toBe(before)
    write('src/net.py', 'changed')
    expect(await key()).not.toBe(before)
  })

  test('does not matter to the built-in trainer', async () => {
    const before = await preimage()
    write('train.py', 'changed')
    expect(await preimage()).toEqual(before)
  })
})
