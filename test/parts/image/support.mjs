// What the tests of this folder share: scratch folders, processes that end with the test, and services for the rooms.
import { execFile, spawn } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

export const root = fileURLToPath(new URL('../../..', import.meta.url))
const build = process.env.TRAINYARD_BUILD ?? path.join(root, '.build')

/** Runs a program to its end; rejects with its output where it fails. */
export const run = promisify(execFile)

/** A room of the compiled project. */
export const room = (name) => import(pathToFileURL(path.join(build, 'packages', name, 'src', 'index.js')).href)

let building

/** The bundled programs: `TRAINYARD_DIST`, or built now into a temporary folder. */
export function builtPrograms() {
  building ??= process.env.TRAINYARD_DIST ? Promise.resolve(process.env.TRAINYARD_DIST) : buildPrograms()
  return building
}

async function buildPrograms() {
  const folder = await mkdtemp(path.join(tmpdir(), 'trainyard-dist-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  await run(process.execPath, [path.join(root, 'scripts', 'build.mjs'), '--out', folder])
  return folder
}

/** The reason to skip, by name, where a program is not installed. */
export function missing(...programs) {
  const absent = programs.filter((program) => !find(program))
  return absent.length > 0 && `not installed: ${absent.join(', ')}`
}

/** Debian's own first: another client may be before it on the PATH. */
export function find(program) {
  const folders = ['/usr/bin', '/usr/sbin', ...(process.env.PATH ?? '').split(':')]
  return folders.map((folder) => path.join(folder, program)).find(existsSync)
}

const endings = new WeakMap()

/** Runs `work` when the test ends; what was made last ends first. */
export function atEnd(t, work) {
  const stack = endings.get(t)
  if (stack) return stack.push(work)
  const fresh = [work]
  endings.set(t, fresh)
  return t.after(async () => {
    for (let next = fresh.pop(); next; next = fresh.pop()) await next()
  })
}

export async function scratchFolder(t) {
  const folder = await mkdtemp(path.join(tmpdir(), 'trainyard-part-'))
  atEnd(t, () => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

export function freePort() {
  return new Promise((done, failed) => {
    const server = createServer().once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })
}

/** Starts a server that lives as long as the test. */
export function start(t, program, args, options = {}) {
  const child = spawn(find(program) ?? program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (output += bytes))
  const ended = new Promise((done) => child.once('exit', done))
  atEnd(t, async () => {
    child.kill('SIGTERM')
    const force = setTimeout(() => child.kill('SIGKILL'), 20_000)
    await ended
    clearTimeout(force)
    for (const stream of [child.stdout, child.stderr]) stream.destroy()
  })
  return { child, output: () => output }
}

/** Waits until `check` gives something true. */
export async function until(what, check, { timeoutMs = 20_000, log = () => '' } = {}) {
  const end = Date.now() + timeoutMs
  for (;;) {
    const found = await check().catch(() => undefined)
    if (found) return found
    if (Date.now() > end) throw new Error(`${what}: not within ${timeoutMs / 1000} s\n${log()}`)
    await sleep(50)
  }
}

/** Services as the command line has them, over this machine; what is logged and masked is kept. */
export function services({ dist = path.join(root, 'dist'), toolCache, dockerConfig }) {
  const [lines, masked] = [[], []]
  const log = (line) => lines.push(line)
  return {
    lines,
    masked,
    log: {
      ...{ info: log, debug: log, warning: log, error: log, progress: log },
      group: (_title, work) => work(),
      mask: (secret) => masked.push(secret),
    },
    clock: { now: () => new Date(), elapsed: () => performance.now(), sleep },
    exec: { run: runProgram },
    cache: { name: 'no cache', restore: async () => false, save: async () => undefined },
    toolCache: { root: toolCache },
    env: { ...process.env, DOCKER_CONFIG: dockerConfig },
    dist,
    fetch,
  }
}

function runProgram(command, args, { cwd, env, input } = {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env } }).once('error', failed)
    const text = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr']) child[name].on('data', (bytes) => (text[name] += bytes))
    child.once('close', (code, signal) => done({ code, signal, ...text }))
    child.stdin.end(input)
  })
}

/** What `docker login` writes. */
export async function dockerLogin(folder, registry, user, password) {
  const auth = Buffer.from(`${user}:${password}`).toString('base64')
  await writeFile(path.join(folder, 'config.json'), JSON.stringify({ auths: { [registry]: { auth } } }))
}
