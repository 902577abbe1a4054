import path from 'node:path'
import { type Dataset, openTable } from '@trainyard/dataset'
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
      const files = [path.relative(context.folder, context.resolve(file))]
      opened.push([name, await openTable({ base: context.folder, files }, context.services)])
    }
    return await work(Object.fromEntries(opened))
  } finally {
    for (const [, table] of opened) await table.close()
  }
}
