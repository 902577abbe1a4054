import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Exec } from '@trainyard/ports'
import { noCache, quietLog } from '../../../../test/support/services.ts'
import type { LocateServices } from '../services.ts'

export const testExec: Exec = {
  run: (command, args, { cwd, env } = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn(command, args, { cwd, env: { ...env } })
      let stderr = ''
      child.stderr.on('data', (text) => {
        stderr += text
      })
      child.on('error', reject)
      child.on('close', (code, signal) => resolve({ code, signal, stdout: '', stderr }))
    }),
}

/** Services in a folder of their own, with an npm that asks this registry and keeps nothing elsewhere. */
export interface TestServices extends LocateServices {
  readonly folder: string
  remove(): void
}

export function testServices(registry: string, more: Readonly<Record<string, string | undefined>>): TestServices {
  const folder = mkdtempSync(path.join(tmpdir(), 'trainyard-native-'))
  const env = {
    HOME: folder,
    npm_config_cache: path.join(folder, 'npm'),
    npm_config_registry: registry,
    npm_config_fetch_retries: '0',
    ...more,
  }
  const remove = () => rmSync(folder, { recursive: true, force: true })
  return {
    log: quietLog,
    exec: testExec,
    env,
    cache: noCache,
    dist: folder,
    toolCache: { root: folder },
    folder,
    remove,
  }
}
