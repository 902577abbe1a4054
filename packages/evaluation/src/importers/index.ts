import { InputError } from '@trainyard/ports'
import { parse } from 'yaml'
import { metricsFile } from './metrics-file.ts'
import { mlflow } from './mlflow.ts'
import { tfma } from './tfma/index.ts'
import type { ImportedRules, ImportOptions, RuleImporter } from './types.ts'

/** Every form that rules come in beside our own. A new one is a file of its own and a name in this list. */
export const ruleImporters: readonly RuleImporter[] = [tfma, mlflow, metricsFile]

/**
 * Translates rules of another tool to our own.
 * @throws InputError with every problem of the file; also where it holds no rule at all
 */
export function readRules(text: string, file: string, options: ImportOptions = {}): ImportedRules {
  const value = contentOf(text, file)
  const importer = ruleImporters.find((one) => one.recognises(file, value))
  if (importer === undefined)
    throw new InputError('these are no rules', {
      at: { file },
      remedy: `Known: ${ruleImporters.map(({ name }) => name).join(', ')}.`,
    })
  const imported = importer.read(text, file, value, options)
  if (imported.rules.length > 0) return imported
  const [first] = imported.untranslated
  throw new InputError(`nothing of this ${importer.name} is a rule here`, {
    at: first?.at ?? { file },
    remedy: first ? `${first.what}: ${first.why}` : 'It asks for nothing: it has no thresholds.',
  })
}

/** JSON is YAML too. Texts of Protocol Buffers are neither, and often read as YAML all the same. */
function contentOf(text: string, file: string): unknown {
  if (!/\.(json|ya?ml)$/i.test(file)) return undefined
  try {
    return parse(text, { maxAliasCount: 0, uniqueKeys: true })
  } catch (cause) {
    throw new InputError(`not read: ${cause instanceof Error ? cause.message.split('\n')[0] : ''}`, {
      at: { file },
      cause,
    })
  }
}
