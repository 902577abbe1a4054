// Reference pages from the JSON Schemas.
import { readFileSync } from 'node:fs'
import path from 'node:path'

const documents = [
  'dataset',
  'validation',
  'model',
  'run',
  'trials',
  'card',
  'profile',
  'evaluation',
  'image',
  'deployment',
  'drift',
]

const made = (source) => `<!-- Made by scripts/docs.mjs from ${source}. Do not edit. -->\n`

/** docs/reference/config.md: every key of trainyard.yml. */
export function configPage(root) {
  const schema = inlined(read(root, 'config'))
  const head = [
    made('schema/config.schema.json'),
    '# trainyard.yml\n',
    `${schema.description}\n`,
    'An unknown key is an error. Shares are written `5%` or `0.05`, durations `200ms`, `90s`, `15m`, `6h`, `7d` or `2w`.',
    'For help in an editor, begin the file with:\n',
    `\`\`\`yaml\n# yaml-language-server: $schema=${schema.$id}\n\`\`\`\n`,
  ]
  return [...head, ...sections(schema)].join('\n')
}

/** References to definitions are written out; the keys of one are listed where it is named first. */
function inlined({ definitions = {}, ...schema }) {
  const listed = new Set()
  const written = (node) => {
    const { properties, ...target } = definitions[node.$ref?.replace('#/definitions/', '')] ?? {}
    const own = { ...target, ...node, ...(properties && !listed.has(node.$ref) && { properties }) }
    if (node.$ref) listed.add(node.$ref)
    if (own.items?.$ref) return { ...own, items: written(own.items) }
    if (!own.properties) return own
    return { ...own, properties: Object.fromEntries(Object.entries(own.properties).map(([k, v]) => [k, written(v)])) }
  }
  return written(schema)
}

function sections(schema) {
  const entries = Object.entries(schema.properties)
  const plain = entries.filter(([, node]) => !node.properties)
  const maps = entries.filter(([, node]) => node.properties)
  return [keyTable(plain), ...maps.flatMap(([key, node]) => section(key, node))]
}

function section(key, node) {
  const leftOut = node['x-default'] ? `\n\nLeft out: ${node['x-default']}.` : ''
  return [`## ${key}\n`, `${node.description}${leftOut}\n`, keyTable(keysOf(node, key))]
}

function keysOf(node, prefix) {
  return Object.entries(node.properties).flatMap(([key, inner]) => [
    [`${prefix}.${key}`, inner],
    ...(inner.properties ? keysOf(inner, `${prefix}.${key}`) : []),
    ...(inner.additionalProperties?.type === 'object'
      ? keysOf(inner.additionalProperties, `${prefix}.${key}.NAME`)
      : []),
    ...(inner.items?.properties ? keysOf(inner.items, `${prefix}.${key}[]`) : []),
  ])
}

function keyTable(entries) {
  const rows = entries.map(([key, node]) => [`\`${key}\``, kindOf(node), leftOut(node), withExample(node)])
  return table(['key', 'value', 'left out', ''], rows)
}

function leftOut(node) {
  if (!('default' in node)) return node['x-default']
  const empty = typeof node.default === 'object' && Object.keys(node.default).length === 0
  if (empty) return node.properties ? 'see its keys' : 'none'
  return `\`${Array.isArray(node.default) ? `[${node.default.join(', ')}]` : node.default}\``
}

function withExample({ description, examples = [] }) {
  const shown = examples.map((example) => `\`${flow(example)}\``)
  return shown.length > 0 ? `${description} For example ${shown.join(' or ')}.` : description
}

/** A value as YAML writes it on one line. */
function flow(value) {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (value !== null && typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, held]) => `${key}: ${flow(held)}`)
      .join(', ')}}`
  return String(value)
}

/** docs/reference/documents.md: every document that stages pass on. */
export function documentsPage(root) {
  const common = read(root, 'common')
  const head = [
    made('schema/*.schema.json'),
    '# Documents between stages\n',
    'Stages meet only in files. Each document is JSON, checked against its schema when it is written and when it is read.',
    'Digests are sha256. A document of another kind, of a newer version or with an unknown key is refused.\n',
  ]
  const schemas = documents.map((kind) => read(root, kind))
  const shared = ['kind', 'schemaVersion', 'createdAt', 'tool', 'subjects', 'inputs', 'verdict', 'reason']
  const beginning = [
    '## What every document begins with\n',
    propertyTable(headOf(schemas[0], shared), common),
    'A subject or input is `kind`, `name` and `sha256`: something that is named by its bytes.\n',
  ]
  const own = schemas.flatMap((schema) =>
    documentSection(
      pick(schema, (key) => !shared.includes(key)),
      common,
    ),
  )
  return [...head, ...beginning, ...own].join('\n')
}

function headOf(schema, shared) {
  const head = pick(schema, (key) => shared.includes(key))
  return {
    ...head,
    properties: { ...head.properties, kind: { description: 'Kind of the document.', enum: documents } },
  }
}

function pick(schema, wanted) {
  const properties = Object.fromEntries(Object.entries(schema.properties).filter(([key]) => wanted(key)))
  return { ...schema, properties }
}

function documentSection(schema, common) {
  const link = `[schema](../../schema/${path.basename(schema.$id)})`
  return [`## ${schema.title}\n`, `${schema.description} ${link}\n`, propertyTable(schema, common)]
}

function propertyTable(schema, common) {
  const rows = properties(schema, '', common).map(([key, node, required]) => [
    `\`${key}\`${required ? '' : ' (optional)'}`,
    /\/(?:sha256|digest)$/.test(node.$ref ?? '') ? 'sha256' : kindOf(resolved(node, common)),
    node.description ?? '',
  ])
  return table(['key', 'value', ''], rows)
}

function properties(schema, prefix, common) {
  return Object.entries(schema.properties ?? {}).flatMap(([key, node]) => {
    const required = schema.required?.includes(key) ?? false
    return [[`${prefix}${key}`, node, required], ...inside(node, `${prefix}${key}`, common)]
  })
}

/** Keys of a map, of the entries of a list, and of each form that a value may have. */
function inside(node, at, common) {
  if (node.$ref) return node.$ref.endsWith('/subjects') ? [] : properties(resolved(node, common), `${at}.`, common)
  if (node.items) return node.items.$ref?.endsWith('/subject') ? [] : inside(node.items, `${at}[]`, common)
  const forms = (node.oneOf ?? []).flatMap((form) => properties(form, `${at}.`, common))
  return [...properties(node, `${at}.`, common), ...forms]
}

function resolved(node, common) {
  return node.$ref ? common.definitions[node.$ref.split('/').at(-1)] : node
}

const words = { string: 'text', integer: 'whole number', boolean: 'true or false', array: 'list', object: 'map' }

/** What a key holds, in a few words. */
function kindOf(node) {
  if (node.enum) return node.enum.map((value) => `\`${value}\``).join(', ')
  if ('const' in node) return `\`${node.const}\``
  if (node['x-unit']) return node['x-unit']
  return [node.type]
    .flat()
    .map((type) => words[type] ?? type)
    .join(' or ')
}

function table(head, rows) {
  if (rows.length === 0) return ''
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`
}

function read(root, name) {
  return JSON.parse(readFileSync(path.join(root, 'schema', `${name}.schema.json`), 'utf8'))
}
