import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import { Ajv } from 'ajv'
import fc, { type Arbitrary } from 'fast-check'
import {
  type AnyDocument,
  columnTypes,
  documentDigest,
  documentKinds,
  expectDigest,
  newDocument,
  readAnyDocument,
  readDocument,
  toolVersion,
  writeDocument,
} from './index.ts'

const root = new URL('../../../', import.meta.url)
const folder = mkdtempSync(path.join(tmpdir(), 'documents-'))
afterAll(() => rmSync(folder, { recursive: true }))

const json = (file: string) => JSON.parse(readFileSync(new URL(file, root), 'utf8'))
const sha = 'ab'.repeat(32)
const head = {
  clock: { now: () => new Date('2026-11-23T09:40:00Z') },
  subjects: [{ kind: 'model', name: 'model.onnx', sha256: sha }],
  inputs: [],
  verdict: 'pass',
  reason: 'trained in 2.9 s',
} as const
const body = {
  trainer: 'built-in',
  parameters: { epochs: 40 },
  seed: 0,
  environment: { node: '20.20.0' },
  cache: { key: sha, preimage: { seed: '0' }, reused: false },
  metrics: [{ name: 'loss', step: 0, value: 0.5 }],
  seconds: 2.9,
  model: sha,
}
const run = newDocument('run', body, head)

test('the version in documents is that of the package', () => {
  expect(toolVersion).toBe(json('package.json').version)
})

test('a new document has its kind, version, time and tool', () => {
  expect(run).toMatchObject({
    kind: 'run',
    schemaVersion: 1,
    createdAt: '2026-11-23T09:40:00.000Z',
    tool: { name: 'trainyard', version: toolVersion },
    verdict: 'pass',
  })
})

test('writing returns the digest of the bytes, which is the digest of the document', async () => {
  const file = path.join(folder, 'run.json')
  const digest = await writeDocument(file, run)
  const bytes = readFileSync(file)
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(digest)
  expect(documentDigest(run)).toBe(digest)
  expect(bytes.toString()).toBe(`${JSON.stringify(run, null, 2)}\n`)
  expect(await readAnyDocument(file)).toEqual({ document: run, sha256: digest, file })
})

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly minLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly oneOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
}

const { definitions } = json('schema/common.schema.json')
const plain = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)))

/** Everything that a schema allows, made from the schema itself. */
function allowedBy(schema: Schema): Arbitrary<unknown> {
  if (schema.$ref) return allowedBy(definitions[schema.$ref.split('/').at(-1) ?? ''])
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.oneOf) return fc.oneof(...schema.oneOf.map(allowedBy))
  return fc.oneof(...[schema.type ?? []].flat().map((type) => allowedByType(type, schema)))
}

function allowedByType(type: string, schema: Schema): Arbitrary<unknown> {
  const { minimum = schema.exclusiveMinimum, maximum = schema.exclusiveMaximum } = schema
  const open = { minExcluded: 'exclusiveMinimum' in schema, maxExcluded: 'exclusiveMaximum' in schema }
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer({ min: minimum ?? -(2 ** 31), max: maximum ?? 2 ** 31 - 1 })
    case 'number':
      return fc
        .double({ noNaN: true, noDefaultInfinity: true, min: minimum ?? -1e300, max: maximum ?? 1e300, ...open })
        .map((value) => (value === 0 ? 0 : value))
    case 'string':
      return schema.pattern
        ? fc.stringMatching(new RegExp(schema.pattern))
        : fc.string({ minLength: schema.minLength ?? 0, unit: 'binary' })
    case 'array':
      return fc.array(allowedBy(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: schema.maxItems ?? Math.max(3, schema.minItems ?? 0),
      })
    default:
      return allowedMap(schema)
  }
}

function allowedMap({ properties, required = [], additionalProperties }: Schema): Arbitrary<unknown> {
  if (!properties)
    return fc.dictionary(
      fc.string(),
      typeof additionalProperties === 'object' ? allowedBy(additionalProperties) : plain,
      {
        maxKeys: 4,
        noNullPrototype: true,
      },
    )
  const entries = Object.entries(properties).map(([key, inner]) => [key, allowedBy(inner)])
  const fields: Record<string, Arbitrary<unknown>> = Object.fromEntries(entries)
  return fc.record(fields, { requiredKeys: [...required], noNullPrototype: true })
}

describe('every document that its schema allows survives being written and read', () => {
  test.each(documentKinds)('%s', async (kind) => {
    const file = path.join(folder, `${kind}.json`)
    const check = async (document: unknown) => {
      const digest = await writeDocument(file, document as AnyDocument)
      const read = await readDocument(kind, file)
      expect(read.document).toEqual(document)
      expect(read.sha256).toBe(digest)
    }
    await fc.assert(fc.asyncProperty(allowedBy(json(`schema/${kind}.schema.json`)), check), { numRuns: 25 })
  })
})

describe('what a document cannot hold is refused, and nothing is written', () => {
  const held = (value: unknown) => ({ ...run, parameters: { deep: value } }) as AnyDocument
  test.each([
    ['NaN', { ...run, seconds: Number.NaN }, 'seconds is NaN'],
    ['infinity', { ...run, metrics: [{ name: 'loss', step: 1, value: -Infinity }] }, 'metrics[0].value is -Infinity'],
    ['NaN in a free map', held(Number.NaN), 'parameters.deep is NaN'],
    ['a big integer', held(1n), 'parameters.deep is a value of type bigint'],
    ['a date', held(new Date(0)), 'parameters.deep is a Date'],
    ['numbers of a typed array', held(new Float64Array(1)), 'parameters.deep is a Float64Array'],
    ['a hole in a list', { ...run, metrics: [undefined] }, 'metrics[0] is a value of type undefined'],
    ['a wrong digest', { ...run, model: 'sha256:ab' }, 'model: must be a sha256 of 64 hexadecimal digits'],
    ['an unknown key', { ...run, colour: 'red' }, 'colour: unknown key'],
  ])('%s', async (_, document, message) => {
    const inside = mkdtempSync(path.join(folder, 'refused-'))
    const thrown = await writeDocument(path.join(inside, 'run.json'), document as AnyDocument).catch((error) => error)
    expect(thrown).toBeInstanceOf(InputError)
    expect(thrown.message).toContain(message)
    expect(thrown.problems[0].remedy).toMatch(/\w/)
    expect(readdirSync(inside)).toEqual([])
  })
})

test('digests that differ are both named, with the way on', () => {
  const claim = { what: 'data/penguins.csv', expected: sha, actual: sha, recordedIn: 'dataset.json' }
  expect(() => expectDigest(claim)).not.toThrow()
  const other = 'cd'.repeat(32)
  expect(() => expectDigest({ ...claim, actual: other })).toThrow(
    `data/penguins.csv has sha256 ${other}, but dataset.json recorded ${sha}`,
  )
})

test('every key of every schema is described', () => {
  const described = (schema: Schema & { description?: string }, at: string): string[] => [
    ...(schema.description ? [] : [at]),
    ...Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => described(inner, `${at}.${key}`)),
    ...(schema.items && !schema.items.$ref ? described(schema.items, `${at}[]`) : []),
    ...(schema.oneOf ?? []).flatMap((inner, index) => described(inner, `${at}|${index}`)),
  ]
  for (const kind of documentKinds) expect(described(json(`schema/${kind}.schema.json`), kind)).toEqual([])
})

test('every schema is itself sound', () => {
  const ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true, discriminator: true })
  ajv.addVocabulary(['patternErrorMessage'])
  ajv.addSchema(json('schema/common.schema.json'))
  for (const kind of documentKinds) expect(() => ajv.compile(json(`schema/${kind}.schema.json`))).not.toThrow()
})

test('the configuration knows the same column types', () => {
  const { types } = json('schema/config.schema.json').properties.data.properties
  expect(types.additionalProperties.enum).toEqual(columnTypes)
})
