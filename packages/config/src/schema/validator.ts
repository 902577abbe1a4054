import { explain, type Finding } from './explain.ts'
import { readyCheck } from './ready.ts'

/** Checks a value; no findings: it is valid. */
export type Validator = (value: unknown) => readonly Finding[]

/** Checks a value; what explains its faults may have to be loaded first. */
export type AsyncValidator = (value: unknown) => Promise<readonly Finding[]>

/** A schema, and those that it names by `$ref`. */
export interface SchemaSet {
  readonly schema: object
  readonly references?: readonly object[]
}

/**
 * The validator of one of our schemas. In a bundle, a value that is valid is let through without ajv, which is loaded to
 * explain what is wrong with others.
 * @param name the schema's file is `<name>.schema.json`
 */
export async function ownValidator(name: string, load: () => Promise<SchemaSet>): Promise<AsyncValidator> {
  const ready = await readyCheck(name)
  let compiled: Promise<Validator> | undefined
  return async (value) => {
    if (ready?.(value)) return []
    compiled ??= load().then(({ schema, references }) => compileSchema(schema, references))
    return (await compiled)(value)
  }
}

/** Keywords of ours: they explain, and validate nothing. */
export const ownKeywords = ['x-default', 'x-unit', 'x-secret', 'patternErrorMessage']

/** More than anybody reads; a file with a million wrong rows must not take minutes to refuse. */
const mostErrors = 1000

/**
 * Compiles a JSON Schema (draft-07). ajv is loaded only here, when it is needed. That the schemas themselves are sound
 * is tested, not checked in every run.
 * @param references further schemas that `$ref` may name by their `$id`
 */
async function compileSchema(schema: object, references: readonly object[] = []): Promise<Validator> {
  // Bundles know this module by its default export alone.
  const { Ajv } = (await import('ajv')).default
  const checks = { allErrors: true, verbose: true, allowUnionTypes: true, discriminator: true }
  const ajv = new Ajv({ ...checks, meta: false, validateSchema: false })
  ajv.addVocabulary(ownKeywords)
  for (const reference of references) ajv.addSchema(reference)
  const check = ajv.compile(schema)
  return (value) => (check(value) ? [] : explain((check.errors ?? []).slice(0, mostErrors)))
}
