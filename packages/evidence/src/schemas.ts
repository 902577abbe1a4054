import { compileSchema, type Validator } from '@trainyard/config'
import type { DocumentKind } from './documents/index.ts'

/** Where each kind's JSON Schema is. Only the one that is asked for is loaded. */
const loaders: Readonly<Record<DocumentKind, () => Promise<{ readonly default: object }>>> = {
  dataset: () => import('../../../schema/dataset.schema.json', { with: { type: 'json' } }),
  validation: () => import('../../../schema/validation.schema.json', { with: { type: 'json' } }),
  model: () => import('../../../schema/model.schema.json', { with: { type: 'json' } }),
  run: () => import('../../../schema/run.schema.json', { with: { type: 'json' } }),
  profile: () => import('../../../schema/profile.schema.json', { with: { type: 'json' } }),
  evaluation: () => import('../../../schema/evaluation.schema.json', { with: { type: 'json' } }),
  image: () => import('../../../schema/image.schema.json', { with: { type: 'json' } }),
  deployment: () => import('../../../schema/deployment.schema.json', { with: { type: 'json' } }),
  drift: () => import('../../../schema/drift.schema.json', { with: { type: 'json' } }),
}

/** Every kind of document, in the order of the chain. */
export const documentKinds = Object.keys(loaders) as readonly DocumentKind[]

const compiled = new Map<DocumentKind, Promise<Validator>>()

/** The check of one kind of document, compiled once. */
export function validatorOf(kind: DocumentKind): Promise<Validator> {
  const validator = compiled.get(kind) ?? compile(kind)
  compiled.set(kind, validator)
  return validator
}

async function compile(kind: DocumentKind): Promise<Validator> {
  const common = await import('../../../schema/common.schema.json', { with: { type: 'json' } })
  const schema = await loaders[kind]()
  return compileSchema(schema.default, [common.default])
}
