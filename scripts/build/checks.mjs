// Compiles the checks of our own JSON Schemas to code (ajv's standalone form), so that no bundle has to at start-up.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))))
const suffix = '.schema.json'
/** What other schemas name by `$ref`; it describes no file of its own. */
const shared = 'common'

/** Writes one module a schema to `folder`, and `index.js` that names them all. */
export function writeChecks(folder) {
  const requireOf = createRequire(path.join(root, 'packages/config/package.json'))
  const names = schemaNames()
  mkdirSync(folder, { recursive: true })
  for (const name of names) writeFileSync(path.join(folder, `${name}.cjs`), codeOf(name, requireOf))
  const entries = names.map((name) => `  ${name}: () => import('./${name}.cjs'),\n`)
  writeFileSync(path.join(folder, 'index.js'), `export const checks = {\n${entries.join('')}}\n`)
}

function codeOf(name, requireOf) {
  const { Ajv } = requireOf('ajv')
  const options = { allowUnionTypes: true, discriminator: true, strict: false, meta: false, validateSchema: false }
  const ajv = new Ajv({ ...options, messages: false, code: { source: true } })
  ajv.addSchema(schema(shared))
  return requireOf('ajv/dist/standalone').default(ajv, ajv.compile(schema(name)))
}

function schemaNames() {
  const files = readdirSync(path.join(root, 'schema')).filter((file) => file.endsWith(suffix))
  return files.map((file) => file.slice(0, -suffix.length)).filter((name) => name !== shared)
}

/** Without what only people and editors read. */
function schema(name) {
  const text = readFileSync(path.join(root, 'schema', `${name}${suffix}`), 'utf8')
  return withoutWords(JSON.parse(text))
}

function withoutWords(node) {
  if (Array.isArray(node)) return node.map(withoutWords)
  if (node === null || typeof node !== 'object') return node
  const kept = Object.entries(node).filter(([key, value]) => !(isWords(key) && typeof value !== 'object'))
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutWords(value)]))
}

function isWords(key) {
  return ['description', 'title', 'patternErrorMessage'].includes(key)
}
