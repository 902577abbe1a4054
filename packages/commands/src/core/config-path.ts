import path from 'node:path'
import type { Config } from '@trainyard/config'

/** A path from the configuration, which is relative to the configuration's own folder. */
export function configPath(config: Config, written: string | undefined): string | undefined {
  return written === undefined ? undefined : path.resolve(config.folder, written)
}

/** Likewise for a list. */
export function configPaths(config: Config, written: readonly string[] | undefined): readonly string[] | undefined {
  return written === undefined || written.length === 0
    ? undefined
    : written.map((file) => path.resolve(config.folder, file))
}
