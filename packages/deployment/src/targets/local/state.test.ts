import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Exec } from '@trainyard/ports'
import { withLock } from './lock.ts'
import { checkPort } from './port.ts'
import { endProcess, isAlive, startOf } from './process-id.ts'
import { readState, writeState } from './state.ts'

const exec: Exec = { run: () => Promise.reject(new Error('only Linux is tested here')) }
const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
const linux = process.platform === 'linux' ? describe : describe.skip

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'trainyard-state-'))
})
afterAll(() => rm(folder, { recursive: true }))

const revision = {
  revision: 'a'.repeat(12),
  image: `sha256:${'a'.repeat(64)}`,
  model: 'b'.repeat(64),
  evaluation: null,
  unevaluated: true,
}

test('a state is read back as it was written', async () => {
  expect(await readState(path.join(folder, 'none'))).toEqual({ schemaVersion: 1 })
  const current = { ...revision, url: 'http://127.0.0.1:1', process: { pid: 1, started: '2' } }
  await writeState(folder, { schemaVersion: 1, current, previous: revision })
  expect(await readState(folder)).toEqual({ schemaVersion: 1, current, previous: revision })
})

test.each([
  '',
  '{',
  '[]',
  'null',
  '{"schemaVersion":2}',
  '{"schemaVersion":1,"current":{}}',
  '{"schemaVersion":1,"previous":{"revision":"../..","image":"x","model":"y"}}',
])('a state that says %j is refused with a remedy', async (text) => {
  await writeFile(path.join(folder, 'state.json'), text)
  await expect(readState(folder)).rejects.toThrow(/state.json {2}cannot be read .*\n.*Stop the server by hand/)
})

linux('processes', () => {
  test('a process is known by its number and its start, and a stranger with that number is left alone', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'])
    await once(child, 'spawn')
    const pid = child.pid ?? 0
    const started = (await startOf(pid, exec)) ?? ''
    expect(await isAlive({ pid, started }, exec)).toBe(true)
    expect(await isAlive({ pid, started: '1' }, exec)).toBe(false)
    await endProcess({ pid, started: '1' }, exec, sleep)
    expect(await isAlive({ pid, started }, exec)).toBe(true)
    await endProcess({ pid, started }, exec, sleep)
    expect(await isAlive({ pid, started }, exec)).toBe(false)
    expect(child.signalCode ?? (await once(child, 'exit'))[1]).toBe('SIGTERM')
  })

  test('a lock keeps others out while its holder lives, and is taken over after', async () => {
    const file = path.join(folder, 'lock')
    await withLock(folder, exec, async () => {
      await expect(withLock(folder, exec, async () => 1)).rejects.toThrow('another deployment is under way')
    })
    expect(await readdir(folder)).not.toContain('lock')
    await writeFile(file, `${process.pid}\n1`)
    expect(await withLock(folder, exec, () => readFile(file, 'utf8'))).toMatch(new RegExp(`^${process.pid}\n\\d{2,}`))
  })
})

test('a port that somebody else has is refused, and our own is not', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await expect(checkPort({ host: '127.0.0.1', port }, undefined)).rejects.toThrow(`port ${port} is taken on 127.0.0.1`)
  await expect(checkPort({ host: '127.0.0.1', port }, 'http://127.0.0.1:1')).rejects.toThrow('is taken')
  await checkPort({ host: '127.0.0.1', port }, `http://127.0.0.1:${port}`)
  server.close()
  await once(server, 'close')
  await checkPort({ host: '127.0.0.1', port }, undefined)
  await expect(checkPort({ host: '192.0.2.1', port }, undefined)).rejects.toThrow(`cannot listen on 192.0.2.1:${port}`)
})
