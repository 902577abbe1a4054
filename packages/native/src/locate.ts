import { realpathSync } from 'node:fs'
import path from 'node:path'
import { FaultError, type Services } from '@trainyard/ports'
import { findInstalled } from './installed.ts'
import { type PartName, partFor } from './parts.ts'

/** Where a native part is, and which way led there. */
export interface Located {
  /** Folder that holds `node_modules`. */
  readonly folder: string
  /** Absolute path of the file to load, or to pack. */
  readonly entry: string
  /** One of `node_modules`, `tool cache`, the cache's own name, `npm`. */
  readonly how: string
}

export type LocateServices = Pick<Services, 'log' | 'exec' | 'cache' | 'toolCache' | 'env' | 'dist'>

/** Finds a native part in `node_modules`. */
export async function locate(name: PartName, services: LocateServices): Promise<Located> {
  const part = partFor(name, process.platform, process.arch)
  const installed = await findInstalled(part, [services.dist, programFolder()])
  if (!installed) throw new FaultError(`${part.name} ${part.version} is not installed`)
  services.log.debug(`${part.name} ${part.version} from node_modules`)
  return { ...installed, how: 'node_modules' }
}

function programFolder(): string {
  const program = process.argv[1]
  return program === undefined ? process.cwd() : path.dirname(realpathSync(program))
}
