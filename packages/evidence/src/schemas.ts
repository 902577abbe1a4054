import { type AsyncValidator, ownValidator } from '@trainyard/config'
import type { DocumentKind } from './documents/index.ts'

/** Where each kind's JSON Schema is. Only the one that is asked for is loaded. */
const loaders: Readonly<Record<DocumentKind, () => Promise<{ readonly default: object }>>> = {
  dataset: () => import('../../../schema/dataset.schema.json', { with: { type: 'json' } }),
  validation: () => import('../../../schema/validation.schema.json', { with: { type: 'json' } }),
  model: () => import('../../../schema/model.schema.json', { with: { type: 'json' } }),
  run: () => import('../../../schema/run.schema.json', { with: { type: 'json' } }),
  trials: () => import('../../../schema/trials.schema.json', { with: { type: 'json' } }),
  card: () => import('../../../schema/card.schema.json', { with: { type: 'json' } }),
  profile: () => import('../../../schema/profile.schema.json', { with: { type: 'json' } }),
  evaluation: () => import('../../../schema/evaluation.schema.json', { with: { type: 'json' } }),
  image: () => import('../../../schema/image.schema.json', { with: { type: 'json' } }),
  deployment: () => import('../../../schema/deployment.schema.json', { with: { type: 'json' } }),
  drift: () => import('../../../schema/drift.schema.json', { with: { type: 'json' } }),
}

/** Every kind of document, in the order of the chain. */
export const documentKinds = Object.keys(loaders) as readonly DocumentKind[]

const validators = new Map<DocumentKind, Promise<AsyncValidator>>()

/** The check of one kind of document, made once. */
export function validatorOf(kind: DocumentKind): Promise<AsyncValidator> {
  const validator = validators.get(kind) ?? ownValidator(kind, () => schemasOf(kind))
  validators.set(kind, validator)
  return validator
}

async function schemasOf(kind: DocumentKind) {
  const common = await import('../../../schema/common.schema.json', { with: { type: 'json' } })
  const { default: schema } = await loaders[kind]()
  return { schema, references: [common.default] }
}
