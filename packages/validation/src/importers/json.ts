import { ownValidator } from '@trainyard/config'
import { InputError, type Position } from '@trainyard/ports'
import { type JsonPath, parseJson } from '../suite/json.ts'

/** A JSON object, with the place of everything in it. */
export interface PlacedJson {
  readonly value: unknown
  readonly at: (...path: JsonPath) => Position
}

/** The form of a foreign file, as JSON Schema: of the file, only what is read needs to be said. */
export interface Form {
  readonly name: string
  readonly schema: object
}

/**
 * Reads JSON that has to have a form.
 * @throws InputError with every problem, each with line and column
 */
export async function readJson(text: string, file: string, form: Form): Promise<PlacedJson> {
  const { value, position } = parseJson(text, file)
  const validate = await ownValidator(form.name, async () => form)
  const findings = await validate(value)
  if (findings.length > 0) {
    throw new InputError(
      findings.map(({ path, message, remedy }) => ({ message, at: position(path), ...(remedy && { remedy }) })),
    )
  }
  return { value, at: (...path) => position(path) }
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
