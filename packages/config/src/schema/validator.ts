import type { ErrorObject } from 'ajv'
import { explain, type Finding } from './explain.ts'

/** Checks a value; no findings: it is valid. */
export type Validator = (value: unknown) => readonly Finding[]

/** Keywords of ours: they explain, and validate nothing. */
const ownKeywords = ['x-default', 'x-unit', 'patternErrorMessage']

/**
 * Compiles a JSON Schema (draft-07). ajv is loaded only here, when it is needed.
 * @param references further schemas that `$ref` may name by their `$id`
 */
export async function compileSchema(schema: object, references: readonly object[] = []): Promise<Validator> {
  const { Ajv } = await import('ajv')
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,

    discriminator: true,
  })
  ajv.addVocabulary(ownKeywords)
  for (const reference of references) ajv.addSchema(reference)
  const check = ajv.compile(schema)
  return (value) => (check(value) ? [] : explain((check.errors ?? []) as ErrorObject[]))
}
