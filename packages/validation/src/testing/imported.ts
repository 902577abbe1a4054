import { readSuite } from '../importers/index.ts'
import type { TableShape } from '../importers/types.ts'
import { type Validation, validate } from '../run/validate.ts'
import { type Column, tableOf } from './table.ts'

export interface ImportedRun extends Validation {
  readonly untranslated: readonly string[]
}

/** Runs a suite of whatever form over a small table. */
export async function runImported(
  text: string,
  file: string,
  columns: Readonly<Record<string, Column>>,
  given: Partial<TableShape> = {},
): Promise<ImportedRun> {
  const table = await tableOf(columns)
  try {
    const suite = await readSuite(text, file, { ...table, files: ['data.csv'], tables: [], ...given })
    const untranslated = suite.untranslated ?? []
    return { ...(await validate(table, suite)), untranslated: untranslated.map(({ what }) => what) }
  } finally {
    await table.close()
  }
}

/** The columns of the checks that failed; '' for those of the whole table. */
export function failedColumns({ results }: Validation): readonly string[] {
  const failed = results.filter(({ success }) => !success)
  return [...new Set(failed.map(({ expectation_config: { kwargs } }) => String(kwargs['column'] ?? '')))].sort()
}
