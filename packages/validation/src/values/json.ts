import type { Accepts } from './types.ts'

/** Numbers that Python's json reads and JSON does not have. */
const notNumbers: Readonly<Record<string, string>> = { NaN: '1e999', Infinity: '1e999', '-Infinity': '-1e999' }

/** Whether Python's json.loads reads a text: JSON, and NaN, Infinity and -Infinity in it. */
export function isJson(text: string): boolean {
  return parse(text) !== undefined
}

/**
 * A test by JSON Schema, of 2020-12 where `$schema` does not say draft-06, draft-07 or 2019-09. Formats are not checked, as
 * jsonschema does not by default. A text that is not JSON does not pass.
 * @throws Error where the schema is none, or names another that is not in it
 */
export async function schemaTest(schema: object | boolean): Promise<Accepts> {
  const ajv = await ajvFor(schema)
  const check = ajv.compile(schema)
  return (text) => {
    const parsed = parse(text)
    return parsed !== undefined && check(parsed.value) === true
  }
}

async function ajvFor(schema: object | boolean) {
  const named = typeof schema === 'object' && '$schema' in schema ? String(schema.$schema) : ''
  const options = { strict: false, validateFormats: false, logger: false } as const
  if (/draft-0[1-5]/.test(named)) throw new Error(`JSON Schema ${named} is not known: write it for draft-06 or later`)
  // Bundles know these modules by their default export alone.
  if (/draft-0[67]/.test(named)) {
    const { Ajv } = (await import('ajv')).default
    const ajv = new Ajv(options)
    if (named.includes('draft-06')) ajv.addMetaSchema((await import('ajv/dist/refs/json-schema-draft-06.json')).default)
    return ajv
  }
  if (named.includes('2019-09')) return new (await import('ajv/dist/2019.js')).default.Ajv2019(options)
  return new (await import('ajv/dist/2020.js')).default.Ajv2020(options)
}

function parse(text: string): { readonly value: unknown } | undefined {
  return (
    strict(text) ??
    strict(text.replace(/"(?:[^"\\]|\\.)*"|(?<![\w.+-])(?:NaN|-?Infinity)\b/gs, (token) => notNumbers[token] ?? token))
  )
}

function strict(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}
