import type { ImportedRules, ImportOptions } from './types.ts'

/**
 * Translates rules of another tool to our own. Its readers are loaded only then.
 * @throws InputError with every problem of the file; also where it holds no rule at all
 */
export async function importRules(text: string, file: string, options: ImportOptions = {}): Promise<ImportedRules> {
  const { readRules } = await import('./index.ts')
  return readRules(text, file, options)
}
