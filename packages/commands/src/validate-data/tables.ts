import { type Dataset, openTable } from '@trainyard/dataset'
import { relativePath } from '../core/config-path.ts'
import type { Context } from '../core/context.ts'

/** Opens further tables for the time of some work. */
export async function withTables<T>(
  named: Readonly<Record<string, string>>,
  context: Context,
  work: (tables: Readonly<Record<string, Dataset>>) => Promise<T>,
): Promise<T> {
  const opened: (readonly [string, Dataset])[] = []
  try {
    for (const [name, file] of Object.entries(named)) {
      const { config, services } = context
      const files = [relativePath(config, context.resolve(file))]
      opened.push([name, await openTable({ base: config.folder, files, empty: true }, services)])
    }
    return await work(Object.fromEntries(opened))
  } finally {
    for (const [, table] of opened) await table.close()
  }
}
