import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { mkdtemp, readdir, readFile, readlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { beforeAll, describe, expect, jest, test } from '@jest/globals'
import { dist } from '../support/runner.ts'
import { checkout } from './example.ts'

jest.setTimeout(120_000)

const linux = process.platform === 'linux' ? describe : describe.skip
const everyMs = 2

interface Watched {
  readonly exitCode: number | null
  readonly looks: number
  readonly sockets: readonly string[]
}

/** Runs a program with files for its streams, and looks at its open descriptors all the time: a socket would be ours. */
async function watch(args: readonly string[], cwd: string): Promise<Watched> {
  const log = openSync(path.join(cwd, 'watched.log'), 'a')
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], GITHUB_WORKSPACE: cwd }
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', log, log] })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const sockets = new Set<string>()
  let looks = 0
  while (child.exitCode === null && child.signalCode === null) {
    for (const socket of await socketsOf(child.pid ?? 0)) sockets.add(socket)
    looks += 1
    await setTimeout(everyMs)
  }
  return { exitCode: await ended, looks, sockets: [...sockets] }
}

async function socketsOf(pid: number): Promise<string[]> {
  const folder = `/proc/${pid}/fd`
  const descriptors = await readdir(folder).catch(() => [])
  const targets = await Promise.all(descriptors.map((fd) => readlink(path.join(folder, fd)).catch(() => '')))
  const sockets = targets.filter((target) => target.startsWith('socket:'))
  return sockets.length === 0 ? [] : withoutPairs(sockets, pid)
}

/** Pipes to child processes are sockets without an address; what could reach the network is listed under a protocol. */
async function withoutPairs(sockets: readonly string[], pid: number): Promise<string[]> {
  const tables = ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6', 'packet']
  const texts = await Promise.all(tables.map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => '')))
  const inodes = new Set(texts.join('\n').split(/\s+/))
  return sockets.filter((socket) => inodes.has(socket.slice('socket:['.length, -1)))
}

linux('nothing phones home', () => {
  let workspace: string
  beforeAll(async () => {
    workspace = await checkout()
  })

  test('a socket would be seen', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const script = `require('node:net').connect(${port}, '127.0.0.1', function () { setTimeout(() => this.destroy(), 100) })`
    const { sockets } = await watch(['-e', script], await mkdtemp(path.join(tmpdir(), 'trainyard-socket-')))
    server.close()
    expect(sockets.length).toBeGreaterThan(0)
  })

  test.each(['validate-data', 'train', 'evaluate'])(
    '%s, with DuckDB and ONNX Runtime loaded, opens no socket',
    async (action) => {
      const { exitCode, looks, sockets } = await watch([path.join(dist, action, 'index.js')], workspace)
      expect(exitCode).toBe(0)
      expect(looks).toBeGreaterThan(50)
      expect(sockets).toEqual([])
    },
  )
})
