import { explain, type Finding } from './explain.ts'

/** Checks a value; no findings: it is valid. */
export type Validator = (value: unknown) => readonly Finding[]

/** Keywords of ours: they explain, and validate nothing. */
export const ownKeywords = ['x-default', 'x-unit', 'patternErrorMessage']

/** More than anybody reads; a file with a million wrong rows must not take minutes to refuse. */
const mostErrors = 1000

/**
 * Compiles a JSON Schema (draft-07). ajv is loaded only here, when it is needed. That the schemas themselves are sound
 * is tested, not checked in every run.
 * @param references further schemas that `$ref` may name by their `$id`
 */
export async function compileSchema(schema: object, references: readonly object[] = []): Promise<Validator> {
  // Bundles know this module by its default export alone.
  const { Ajv } = (await import('ajv')).default
  const checks = { allErrors: true, verbose: true, allowUnionTypes: true, discriminator: true }
  const ajv = new Ajv({ ...checks, meta: false, validateSchema: false })
  ajv.addVocabulary(ownKeywords)
  for (const reference of references) ajv.addSchema(reference)
  const check = ajv.compile(schema)
  return (value) => (check(value) ? [] : explain((check.errors ?? []).slice(0, mostErrors)))
}
