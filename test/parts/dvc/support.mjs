// DVC itself, installed by .ci/run, and a web server that takes what it pushes.
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { homedir } from 'node:os'
import path from 'node:path'
import { atEnd, freePort, room, run, start, until } from '../image/support.mjs'

const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'trainyard-ci')
const bin = path.join(cache, 'dvc-3.67.1/bin')

export const program = path.join(bin, 'dvc')
export const webdavProgram = path.join(bin, 'wsgidav')

export const md5 = (content) => createHash('md5').update(content).digest('hex')

/** Runs DVC in a folder. */
export function dvc(cwd, args, more = {}) {
  return run(program, args, { cwd, env: environment(cwd, more), maxBuffer: 2 ** 26 })
}

/** Nothing of this machine's own configuration of DVC counts. */
export function environment(cwd, more = {}) {
  const home = path.join(cwd, '.git/home')
  // Google's client would ask over gRPC for the kind of the bucket first, which the emulator does not speak.
  const plain = { GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT: 'false' }
  const own = { ...plain, HOME: home, DVC_SITE_CACHE_DIR: home, DVC_NO_ANALYTICS: 'true', CI: 'true' }
  return { ...process.env, PATH: `${bin}:${process.env.PATH}`, ...own, ...more }
}

/** A repository of Git and DVC with these files. */
export async function makeRepository(folder, files) {
  await writeFiles(folder, files)
  await run('git', ['init', '-q'], { cwd: folder })
  for (const [key, value] of Object.entries({ 'user.name': 'ada', 'user.email': 'ada@example.com' }))
    await run('git', ['config', key, value], { cwd: folder })
  await dvc(folder, ['init', '-q'])
}

export async function writeFiles(folder, files) {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), content)
  }
}

/** As a runner has it after a checkout: what DVC tracks is neither in the workspace nor in the cache. */
export async function forget(folder, ...tracked) {
  for (const name of [...tracked, '.dvc/cache', '.dvc/tmp'])
    await rm(path.join(folder, name), { recursive: true, force: true })
}

/** What a stage sees of data: its files, and its rows by file. */
export async function open(base, train, services, more = {}) {
  const { openDataset } = await room('dataset')
  const dataset = await openDataset({ base, train: [train].flat(), ...more }, services)
  await dataset.close()
  return dataset
}

/** A web server that asks for a password, gives files and takes them; what it has is a folder. */
export async function startWeb(t, folder, { user, password }) {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  const server = createServer(async (request, response) => {
    if (request.headers.authorization !== authorization) return response.writeHead(401).end()
    const file = path.join(folder, decodeURIComponent(new URL(request.url, 'http://x').pathname))
    if (request.method === 'POST') {
      const pieces = []
      for await (const piece of request) pieces.push(piece)
      await writeFiles(path.dirname(file), { [path.basename(file)]: Buffer.concat(pieces) })
      return response.writeHead(201).end()
    }
    const content = await readFile(file).catch(() => undefined)
    if (!content) return response.writeHead(404).end()
    return response.writeHead(200, { 'content-length': content.length }).end(request.method === 'HEAD' ? '' : content)
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  atEnd(t, () => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${server.address().port}/store`
}

/** A WebDAV server that asks for a password; what it has is a folder. */
export async function startWebdav(t, folder, { user, password }) {
  await mkdir(path.join(folder, 'store'), { recursive: true })
  const port = await freePort()
  const config = {
    ...{ host: '127.0.0.1', port, provider_mapping: { '/': folder }, verbose: 1 },
    simple_dc: { user_mapping: { '*': { [user]: { password } } } },
    http_authenticator: { accept_basic: true, accept_digest: false, default_to_digest: false },
  }
  const file = `${folder}.json`
  await writeFile(file, JSON.stringify(config))
  const { output } = start(t, webdavProgram, ['--config', file])
  const url = `127.0.0.1:${port}/store`
  await until('wsgidav', async () => (await fetch(`http://${url}`)).status === 401, { log: output, timeoutMs: 60_000 })
  return `webdav://${url}`
}
