import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import { install } from './install.ts'
import { locate } from './locate.ts'
import { type Part, partFor } from './parts.ts'
import { expectSupported } from './platform.ts'
import { type TestServices, testServices } from './testing/services.ts'

/** One ustar file entry, padded. */
function tarEntry(name: string, content: string): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write('0000644\0', 100)
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write('00000000000\0', 136)
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  )
  return Buffer.concat([header, Buffer.from(content.padEnd(Math.ceil(content.length / 512) * 512, '\0'))])
}

const tarball = gzipSync(
  Buffer.concat([
    tarEntry('package/package.json', JSON.stringify({ name: 'tiny-part', version: '1.2.3' })),
    tarEntry('package/index.js', 'module.exports = 1'),
    tarEntry('package/bin/here/part.node', 'binary'),
    tarEntry('package/bin/there/part.node', 'binary of another platform'),
    Buffer.alloc(1024),
  ]),
)
const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`

/** A registry with one package, which may be told to deliver other bytes. */
let served = tarball
const registry: Server = createServer((request, response) => {
  if (request.url?.endsWith('.tgz')) response.end(served)
  else
    response.end(
      JSON.stringify({
        name: 'tiny-part',
        versions: {
          '1.2.3': {
            name: 'tiny-part',
            version: '1.2.3',
            dist: { tarball: `${address()}/tiny-part/-/tiny-part-1.2.3.tgz`, integrity },
          },
        },
      }),
    )
})

function address(): string {
  const bound = registry.address()
  return typeof bound === 'object' && bound ? `http://127.0.0.1:${bound.port}` : ''
}

beforeAll(() => new Promise<void>((resolve) => void registry.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise((resolve) => void registry.close(resolve)))

const part: Part = {
  name: 'Tiny',
  manifest: 'tiny',
  package: 'tiny-part',
  version: '1.2.3',
  entry: 'index.js',
  binary: { package: 'tiny-part', file: 'bin/here/part.node' },
  platforms: ['linux-x64'],
  musl: false,
  prune: [{ folder: 'node_modules/tiny-part/bin', keep: 'here' }],
  remedy: 'Use another machine.',
}

const manifest = {
  package: JSON.stringify({ name: 'x', version: '1.0.0', dependencies: { 'tiny-part': '1.2.3' } }),
  lock: JSON.stringify({
    name: 'x',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'x', version: '1.0.0', dependencies: { 'tiny-part': '1.2.3' } },
      'node_modules/tiny-part': { version: '1.2.3', integrity },
    },
  }),
  digest: 'd',
}

const open: TestServices[] = []
function services(more: Readonly<Record<string, string>> = {}): TestServices {
  const made = testServices(`${address()}/`, { PATH: process.env['PATH'], ...more })
  open.push(made)
  return made
}
afterAll(() => {
  for (const made of open) made.remove()
})

describe('install, by the real npm from a loopback registry', () => {
  test('puts the part in place, pruned to this platform, and leaves nothing beside it', async () => {
    const { folder, ...rest } = services()
    const target = path.join(folder, 'tools', 'tiny')
    const installed = await install(part, { manifest, folder: target }, rest)
    expect(installed.entry).toBe(path.join(target, 'node_modules/tiny-part/index.js'))
    expect(readdirSync(path.join(target, 'node_modules/tiny-part/bin'))).toEqual(['here'])
    expect(readdirSync(path.dirname(target))).toEqual(['tiny'])
  }, 30_000)

  test('two at once both end with the part', async () => {
    const { folder, ...rest } = services()
    const destination = { manifest, folder: path.join(folder, 'tools', 'tiny') }
    const both = await Promise.all([install(part, destination, rest), install(part, destination, rest)])
    expect(both[0]).toEqual(both[1])
    expect(readdirSync(path.join(folder, 'tools'))).toEqual(['tiny'])
  }, 60_000)

  test('other bytes than the lockfile says are refused, and nothing is left', async () => {
    const { folder, ...rest } = services()
    served = gzipSync(Buffer.from('other bytes'))
    const error = await install(part, { manifest, folder: path.join(folder, 'tools', 'tiny') }, rest).catch(
      (thrown) => thrown,
    )
    served = tarball
    expect(error).toBeInstanceOf(InputError)
    expect(error.message).toContain('are not those of the shipped lockfile')
    expect(readdirSync(path.join(folder, 'tools'))).toEqual([])
  }, 30_000)

  test('no network is told as such', async () => {
    const { folder, ...rest } = services({ npm_config_registry: 'http://127.0.0.1:9/' })
    await expect(install(part, { manifest, folder: path.join(folder, 'tiny') }, rest)).rejects.toThrow(
      'npm cannot reach its registry',
    )
  }, 30_000)

  test('no npm is told as such', async () => {
    const { folder, ...rest } = services({ PATH: '/nowhere' })
    await expect(install(part, { manifest, folder: path.join(folder, 'tiny') }, rest)).rejects.toThrow(
      'there is no npm',
    )
  })
})

test.each([
  ['onnxruntime', 'darwin', 'x64', false, 'no binary for darwin-x64'],
  ['onnxruntime', 'linux', 'ppc64', false, 'no binary for linux-ppc64'],
  ['onnxruntime', 'linux', 'x64', true, 'no binary for musl'],
  ['duckdb', 'linux', 'x64', true, 'no binary for musl'],
  ['node', 'win32', 'x64', false, 'name another image.base'],
] as const)('%s on %s %s (musl: %s) is refused by name', (name, platform, arch, musl, message) => {
  expect(() => expectSupported(partFor(name, platform, arch), { platform, arch, musl })).toThrow(message)
})

test('a part in node_modules above the program is taken from there', async () => {
  const { folder, ...rest } = services()
  const modules = path.join(folder, 'node_modules')
  const { version, package: name, entry, binary } = partFor('duckdb', process.platform, process.arch)
  for (const [at, content] of [
    [path.join(modules, name, 'package.json'), JSON.stringify({ version })],
    [path.join(modules, name, entry), ''],
    [path.join(modules, binary.package, binary.file), ''],
  ] as const) {
    mkdirSync(path.dirname(at), { recursive: true })
    writeFileSync(at, content)
  }
  const inside = path.join(folder, 'dist')
  mkdirSync(inside)
  expect(await locate('duckdb', { ...rest, dist: inside })).toEqual({
    folder,
    entry: path.join(modules, name, entry),
    binary: path.join(modules, binary.package, binary.file),
    how: 'node_modules',
  })
  expect(existsSync(path.join(folder, 'trainyard'))).toBe(false)
})
