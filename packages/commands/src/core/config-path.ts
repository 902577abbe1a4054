import path from 'node:path'
import { type Config, deltaName, type RowsConfig } from '@trainyard/config'
import { isUrl } from '@trainyard/ports'

/** A path from the configuration, which is relative to the configuration's own folder. */
export function configPath(config: Config, written: string | undefined): string | undefined {
  return written === undefined ? undefined : path.resolve(config.folder, written)
}

/** Likewise for a list; addresses stay as they are. */
export function configPaths(config: Config, written: readonly string[] | undefined): readonly string[] | undefined {
  return written === undefined || written.length === 0
    ? undefined
    : written.map((file) => (isUrl(file) ? file : path.resolve(config.folder, file)))
}

/** Rows that a text can name: files, addresses, what DVC tracks and Delta tables, but no map that says more. */
export function namedRows(rows: readonly RowsConfig[] | undefined): readonly string[] | undefined {
  const names = rows?.flatMap((entry) => {
    if (typeof entry === 'string') return [entry]
    if ('delta' in entry) return [deltaName(entry)]
    return 'dvc' in entry && entry.files === undefined && entry.format === undefined ? [entry.dvc] : []
  })
  return names?.length === rows?.length ? names : undefined
}

/** A path given as an input, as the configuration would write it. */
export function relativePath(config: Config, given: string): string {
  return isUrl(given) ? given : path.relative(config.folder, given)
}
