import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type ExecResult, errorMessage, FaultError, InputError, isCode } from '@trainyard/ports'
import { type Installed, installedIn } from './installed.ts'
import type { Manifest } from './manifest.ts'
import type { Part } from './parts.ts'
import type { LocateServices } from './services.ts'

export interface Destination {
  readonly manifest: Manifest
  /** Folder that is made: whole, or not at all. */
  readonly folder: string
}

/** Installs a part by the machine's npm, with the user's own registry and proxy. Two processes may do so at once. */
export async function install(
  part: Part,
  { manifest, folder }: Destination,
  services: LocateServices,
): Promise<Installed> {
  const staging = `${folder}.${randomBytes(6).toString('hex')}.tmp`
  await mkdir(staging, { recursive: true })
  try {
    await writeFile(path.join(staging, 'package.json'), manifest.package)
    await writeFile(path.join(staging, 'package-lock.json'), manifest.lock)
    await runNpm(part, staging, services)
    for (const { folder: inside, keep } of part.prune) await pruneFolder(path.join(staging, inside), keep)
    await settle(part, staging, folder)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
  const installed = await installedIn(folder, part)
  if (installed) return installed
  throw new FaultError(
    `npm installed ${part.name} ${part.version} without its binary for ${process.platform}-${process.arch}`,
    { remedy: part.remedy },
  )
}

const npmArguments = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'] as const

async function runNpm(part: Part, cwd: string, { exec, env, log }: LocateServices): Promise<void> {
  log.progress(`installing ${part.name} ${part.version} by npm`)
  const options = { cwd, env: { ...env, ONNXRUNTIME_NODE_INSTALL: 'skip', NODE_ENV: undefined } }
  const result = await exec.run('npm', npmArguments, options).catch((cause: unknown) => {
    throw notStarted(part, cause)
  })
  if (result.code !== 0) throw refused(part, result)
}

function notStarted({ name, version }: Part, cause: unknown): Error {
  if (!isCode(cause, 'ENOENT')) return new FaultError(`npm could not be started: ${errorMessage(cause)}`, { cause })
  return new InputError(`${name} ${version} is not installed, and there is no npm to install it with`, {
    remedy:
      'Put npm on the PATH (it comes with Node), or install the package in a node_modules folder above this program.',
    cause,
  })
}

function refused({ name, version }: Part, { stderr, code, signal }: ExecResult): Error {
  const last = stderr.trim().split('\n').slice(-5).join('\n')
  if (/EINTEGRITY|integrity checksum failed/.test(stderr)) {
    return new InputError(`the bytes of ${name} ${version} are not those of the shipped lockfile\n${last}`, {
      remedy: 'The registry or a proxy delivers other bytes. Clear the npm cache, or set npm to a registry you trust.',
    })
  }
  if (/ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EPROTO|network/i.test(stderr)) {
    return new InputError(`${name} ${version} is not installed, and npm cannot reach its registry\n${last}`, {
      remedy: 'Check the network, the proxy and the registry that npm is set to (npm config get registry).',
    })
  }
  return new FaultError(`npm could not install ${name} ${version} (exit code ${code ?? signal})\n${last}`)
}

async function pruneFolder(folder: string, keep: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name !== keep) await rm(path.join(folder, name), { recursive: true, force: true })
  }
}

/** Puts the finished install in its place; where another process was first, its install is as good. */
async function settle(part: Part, staging: string, folder: string): Promise<void> {
  try {
    await rename(staging, folder)
  } catch (error) {
    if (!isCode(error, 'ENOTEMPTY') && !isCode(error, 'EEXIST') && !isCode(error, 'EPERM')) throw error
    if (await installedIn(folder, part)) return
    await rm(folder, { recursive: true, force: true })
    await rename(staging, folder)
  }
}
