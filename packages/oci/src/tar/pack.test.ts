import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fileEntry, type TarEntry } from '../index.ts'
import { orderEntries } from './entry.ts'
import { folderEntries } from './folder.ts'
import { createPlainGzip } from './gzip.ts'
import { packTar } from './pack.ts'

const run = promisify(execFile)
let scratch: string

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'trainyard-tar-'))
})

afterAll(() => rm(scratch, { recursive: true, force: true }))

const file = (at: string, text = '', mode = 0o644): TarEntry => ({
  type: 'file',
  path: at,
  mode,
  content: Buffer.from(text),
})

/** Unpacks with the system's own tar, and lists what came out. */
async function throughTar(entries: readonly TarEntry[]): Promise<Record<string, string>> {
  const folder = await mkdtemp(path.join(scratch, 'out-'))
  const archive = `${folder}.tar`
  await pipeline(packTar(entries), createWriteStream(archive))
  await run('tar', ['-xpf', archive, '-C', folder])
  const names = await readdir(folder, { recursive: true })
  const found = await Promise.all(
    names.map(async (name) => [name, await describeFile(path.join(folder, name))] as const),
  )
  return Object.fromEntries(found)
}

async function describeFile(at: string): Promise<string> {
  const found = await lstat(at)
  const mode = (found.mode & 0o777).toString(8)
  if (found.isSymbolicLink()) return `-> ${await readlink(at)}`
  if (found.mtimeMs !== 0) return `mtime ${found.mtimeMs}`
  return found.isDirectory() ? `folder ${mode}` : `${mode} ${(await readFile(at)).toString('hex')}`
}

const name = fc.stringMatching(/^[a-zA-Z0-9_é漢 -]{1,40}$/).map((text) => `n${text}`)
const filePath = fc.array(name, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/'))
const someFiles = fc.uniqueArray(
  fc.record({ at: filePath, content: fc.uint8Array({ maxLength: 1500 }), executable: fc.boolean() }),
  { selector: ({ at }) => at, maxLength: 8 },
)

describe('an archive', () => {
  test('is read by the system’s tar as it was written', async () => {
    const property = fc.asyncProperty(someFiles, async (files) => {
      const free = files.filter(({ at }) => !files.some((other) => other.at.startsWith(`${at}/`)))
      const entries = free.map(
        ({ at, content, executable }): TarEntry => ({
          type: 'file',
          path: at,
          mode: executable ? 0o755 : 0o644,
          content,
        }),
      )
      const found = await throughTar(entries)
      for (const { at, content, executable } of free)
        expect(found[at]).toBe(`${executable ? '755' : '644'} ${Buffer.from(content).toString('hex')}`)
      const folders = Object.values(found).filter((text) => text.startsWith('folder'))
      expect(Object.keys(found)).toHaveLength(free.length + folders.length)
      expect(new Set([...folders, 'folder 755']).size).toBe(1)
    })
    await fc.assert(property, { numRuns: 25 })
  }, 60_000)

  test('does not depend on the order of its entries', async () => {
    const property = fc.asyncProperty(
      fc.shuffledSubarray(['a/b', 'a-b', 'a.b/c', 'z', 'a/c/d'], { minLength: 5 }),
      async (paths) => {
        const bytes = await buffer(packTar(paths.map((at) => file(at, at))))
        const sorted = await buffer(packTar([...paths].sort().map((at) => file(at, at))))
        expect(bytes.equals(sorted)).toBe(true)
      },
    )
    await fc.assert(property, { numRuns: 20 })
  })

  test('keeps what lies in a folder right behind it', () => {
    const paths = orderEntries(['a b', 'a/b', 'a-b', 'a/b c/d', 'a/b.c'].map((at) => file(at))).map(
      (entry) => entry.path,
    )
    expect(paths).toEqual(['a', 'a/b', 'a/b c', 'a/b c/d', 'a/b.c', 'a b', 'a-b'])
  })

  test('keeps symlinks, modes and names beyond 100 and 255 bytes', async () => {
    const long = ['x'.repeat(120), 'y'.repeat(150), `${'z'.repeat(90)}é`].join('/')
    const found = await throughTar([
      file(long, 'far'),
      file('bin/run', 'x', 0o755),
      { type: 'symlink', path: 'bin/link', target: `../${long}` },
      { type: 'folder', path: 'tmp', mode: 0o777 },
    ])
    expect(found[long]).toBe(`644 ${Buffer.from('far').toString('hex')}`)
    expect(found['bin/link']).toBe(`-> ../${long}`)
    expect(found['bin/run']).toMatch(/^755/)
    expect(found['tmp']).toBe('folder 777')
  })

  test('holds files beyond 2 GiB, streamed', async () => {
    const big = path.join(scratch, 'big')
    await writeFile(big, '')
    await truncate(big, 2 ** 31 + 5)
    // sha256 of 2 GiB and five zero bytes.
    const sha256 = '68bdfcb656af3067b8110b5cc839b4e12b180ef11e86011b8df4a709fe2c2f67'
    const content = { file: big, size: 2 ** 31 + 5, sha256 }
    let [bytes, peak] = [0, 0]
    for await (const chunk of packTar([{ type: 'file', path: 'big', mode: 0o644, content }])) {
      bytes += chunk.length
      peak = Math.max(peak, process.memoryUsage().arrayBuffers)
    }
    expect(bytes).toBe(512 + 2 ** 31 + 512 + 1024)
    expect(peak).toBeLessThan(512 * 2 ** 20)
  }, 120_000)

  test('a file that changes while it is read is an error', async () => {
    const at = path.join(scratch, 'changing')
    await writeFile(at, 'before')
    const entry = await fileEntry(at, 'changing')
    await writeFile(at, 'after!')
    await expect(buffer(packTar([entry]))).rejects.toThrow(/changing changed while it was read/)
    await writeFile(at, 'longer than before')
    await expect(buffer(packTar([entry]))).rejects.toThrow(/changing changed while it was read/)
    await rm(at)
    await expect(buffer(packTar([entry]))).rejects.toThrow(/changed while it was read/)
  })

  test('of a folder holds what is kept', async () => {
    const folder = path.join(scratch, 'folder')
    await mkdir(path.join(folder, 'sub'), { recursive: true })
    await writeFile(path.join(folder, 'sub', 'a.js'), 'a')
    await writeFile(path.join(folder, 'sub', 'a.js.map'), 'map')
    const entries = await folderEntries(folder, 'app', (at) => !at.endsWith('.map'))
    expect(orderEntries(entries).map((entry) => entry.path)).toEqual(['app', 'app/sub', 'app/sub/a.js'])
  })
})

test.each([['/etc/passwd'], ['../up'], ['a/../b'], ['a//b'], ['./a'], [''], ['a\0b']])(
  'the path %j is refused',
  (at) => {
    expect(() => orderEntries([file(at)])).toThrow('cannot archive the path')
  },
)

test('a path that is there twice, or in a file, is refused', () => {
  expect(() => orderEntries([file('a'), file('a')])).toThrow("'a' would be in the archive twice")
  expect(() => orderEntries([file('a'), file('a/b')])).toThrow("'a' is a file, and 'a/b' lies in it")
})

test('gzip names neither time nor system, and its bytes are pinned', async () => {
  const text = Buffer.from('the same bytes, always\n'.repeat(5000))
  const [gzip, masked] = createPlainGzip()
  gzip.end(text)
  const bytes = await buffer(gzip.pipe(masked))
  expect(bytes.subarray(0, 10).toString('hex')).toBe('1f8b08000000000000ff')
  expect(gunzipSync(bytes).equals(text)).toBe(true)
})
