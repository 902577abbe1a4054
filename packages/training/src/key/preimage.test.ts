import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import { services } from '../tests/services.ts'
import { preimageChanges } from './changes.ts'
import { type KeyRequest, preimageKey, trainingPreimage } from './preimage.ts'

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
  expect(preimageChanges(before, after)).toEqual([{ name: entry, before: before[entry], after: after[entry] }])
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

describe('the environment of a command', () => {
  const answers = (version: string, numpy: string) => ({
    ...services,
    exec: {
      run: async (program: string) => ({
        code: program === 'git' ? 128 : 0,
        signal: null,
        stdout: `CPython ${version}\r\nnumpy==${numpy}\nscikit-learn==1.9.1\n`,
        stderr: '',
      }),
    },
  })
  const python = (version: string, numpy: string) => preimage(command, answers(version, numpy))

  test('is the interpreter and each of its packages', async () => {
    expect(await python('3.12.3', '2.1.0')).toMatchObject({
      python: 'CPython 3.12.3',
      'packages.numpy': '2.1.0',
      'packages.scikit-learn': '1.9.1',
    })
    expect(preimageChanges(await python('3.12.3', '2.1.0'), await python('3.12.3', '2.2.0'))).toEqual([
      { name: 'packages.numpy', before: '2.1.0', after: '2.2.0' },
    ])
  })

  test.each(['bash train.sh', 'python-config', './pythonic', 'make python'])(
    'of %s is not asked of an interpreter',
    async (run) => {
      const names = Object.keys(await preimage({ run }, answers('3.12.3', '2.1.0')))
      expect(names.filter((name) => name.startsWith('packages.'))).toEqual([])
    },
  )

  test('is that of the command and, beside it, that of conversions', async () => {
    const asked: string[] = []
    const { exec } = answers('3.12.3', '2.1.0')
    const run = (program: string, args: readonly string[] = []) => {
      asked.push([program, ...args.slice(0, -2)].join(' '))
      return exec.run(program)
    }
    const found = await preimage(
      { run: 'uv run python train.py', python: '.venv/bin/python3' },
      { ...services, exec: { run } },
    )
    expect(asked.filter((program) => program.includes('python'))).toEqual(['uv run python', '.venv/bin/python3'])
    expect(found).toMatchObject({ 'packages.numpy': '2.1.0', 'conversion.packages.numpy': '2.1.0' })
  })

  test('counts lock files that the declared code does not name', async () => {
    const declared = { ...command, code: ['train.py'] }
    const before = await preimage(declared)
    write('requirements.txt', 'numpy==2.1.0')
    expect(preimageChanges(before, await preimage(declared))).toEqual([
      { name: 'lock.requirements.txt', after: expect.stringMatching(/^sha256:/) },
    ])
    expect(Object.keys(await preimage(command))).toContain('code.requirements.txt')
    expect(Object.keys(await preimage(command))).not.toContain('lock.requirements.txt')
  })

  test('is asked of a real interpreter where there is one', async () => {
    const found = await preimage({ run: 'python3 train.py' })
    expect(found['python'] ?? 'CPython 3.0').toMatch(/^\w+ 3\.\d+/)
  })

  test('has the image of the container', async () => {
    expect(preimageChanges(await preimage(), await preimage({ image: 'a@sha256:1' }))).toEqual([
      { name: 'image', after: 'a@sha256:1' },
    ])
  })
})
