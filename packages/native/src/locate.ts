import { realpathSync } from 'node:fs'
import path from 'node:path'
import { install } from './install.ts'
import { findInstalled, type Installed, installedIn } from './installed.ts'
import { manifestOf } from './manifest.ts'
import { type Part, type PartName, partFor } from './parts.ts'
import { expectSupported, thisPlatform } from './platform.ts'
import type { LocateServices } from './services.ts'

/** Where a native part is, and which way led there. */
export interface Located extends Installed {
  /** One of `node_modules`, `tool cache`, the cache's own name, `npm`. */
  readonly how: string
}

/**
 * Finds a native part: in `node_modules`, in the tool cache, in GitHub's cache, or else installs it into the tool cache by
 * the machine's own npm, at the version and hash of the shipped lockfile.
 * @throws InputError for a platform without a binary, and where npm, the network or the right bytes are missing
 */
export async function locate(name: PartName, services: LocateServices): Promise<Located> {
  const part = partFor(name, process.platform, process.arch)
  const located = (await fromNodeModules(part, services)) ?? (await fromCaches(part, services))
  const say = located.how === 'npm' ? services.log.info : services.log.debug
  say(`${part.name} ${part.version} from ${located.how}`)
  return located
}

async function fromNodeModules(part: Part, { dist }: LocateServices): Promise<Located | undefined> {
  const installed = await findInstalled(part, [dist, programFolder()])
  return installed && { ...installed, how: 'node_modules' }
}

async function fromCaches(part: Part, services: LocateServices): Promise<Located> {
  expectSupported(part, thisPlatform())
  const manifest = await manifestOf(part, services.dist)
  const key = `trainyard-${part.manifest}-${part.version}-${process.platform}-${process.arch}-${manifest.digest.slice(0, 12)}`
  const folder = path.join(services.toolCache.root, 'trainyard', key)
  const kept = await installedIn(folder, part)
  if (kept) return { ...kept, how: 'tool cache' }
  if (await services.cache.restore([folder], key)) {
    const restored = await installedIn(folder, part)
    if (restored) return { ...restored, how: services.cache.name }
  }
  const made = await install(part, { manifest, folder }, services)
  await services.cache.save([folder], key)
  return { ...made, how: 'npm' }
}

function programFolder(): string {
  const program = process.argv[1]
  return program === undefined ? process.cwd() : path.dirname(realpathSync(program))
}
