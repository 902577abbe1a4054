import { InputError } from '@trainyard/ports'
import { parseJson } from '../suite/json.ts'
import { parseSuite, type SuiteContext } from '../suite/parse.ts'
import type { Suite } from '../suite/types.ts'
import { isObject } from './json.ts'
import { jsonSchema } from './json-schema/index.ts'
import { sagemakerConstraints } from './sagemaker/index.ts'
import { tableSchema } from './table-schema/index.ts'
import { tfdvSchema } from './tfdv/index.ts'
import type { Importer, TableShape } from './types.ts'

/** Every form of suite beside Great Expectations' own. A new one is a file of its own and a name in this list. */
export const importers: readonly Importer[] = [tfdvSchema, sagemakerConstraints, tableSchema, jsonSchema]

/**
 * Reads a suite of whatever form: Great Expectations' JSON, or what an importer recognises.
 * @throws InputError with every problem, each with file, line and column; also where nothing of it can be checked
 */
export async function readSuite(
  text: string,
  file: string,
  table: TableShape,
  context: SuiteContext = {},
): Promise<Suite> {
  const value =
    /^\s*[[{]/.test(text) && !/\.(pbtxt|textproto|pbtext|prototxt)$/i.test(file)
      ? parseJson(text, file).value
      : undefined
  const importer = importers.find(({ recognises }) => recognises(file, value))
  if (!importer || (isObject(value) && 'expectations' in value)) return parseSuite(text, file, context)
  const { expectations, untranslated } = await importer.read(text, file, table)
  if (expectations.length > 0) return { name: file, source: 'suite', path: file, expectations, untranslated }
  throw new InputError(`nothing of this ${importer.name} can be checked`, {
    at: untranslated[0]?.at ?? { file, line: 1, column: 1 },
    remedy: untranslated[0] ? `${untranslated[0].what}: ${untranslated[0].why}` : 'It asks for nothing.',
  })
}
