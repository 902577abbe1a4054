import type { CardDocument } from './card.ts'
import type { DatasetDocument } from './dataset.ts'
import type { DeploymentDocument } from './deployment.ts'
import type { DriftDocument } from './drift.ts'
import type { EvaluationDocument } from './evaluation/evaluation.ts'
import type { ImageDocument } from './image.ts'
import type { ModelDocument } from './model.ts'
import type { ProfileDocument } from './profile.ts'
import type { RunDocument } from './run.ts'
import type { TrialsDocument } from './trials.ts'
import type { ValidationDocument } from './validation.ts'

/** Every document between stages, by its kind. */
export interface Documents {
  readonly dataset: DatasetDocument
  readonly validation: ValidationDocument
  readonly model: ModelDocument
  readonly run: RunDocument
  readonly trials: TrialsDocument
  readonly card: CardDocument
  readonly profile: ProfileDocument
  readonly evaluation: EvaluationDocument
  readonly image: ImageDocument
  readonly deployment: DeploymentDocument
  readonly drift: DriftDocument
}

export type DocumentKind = keyof Documents
export type AnyDocument = Documents[DocumentKind]

export * from './card.ts'
export * from './common.ts'
export * from './dataset.ts'
export * from './deployment.ts'
export * from './difference.ts'
export * from './drift.ts'
export * from './evaluation/costs.ts'
export * from './evaluation/evaluation.ts'
export * from './evaluation/hygiene.ts'
export * from './evaluation/plots.ts'
export * from './image.ts'
export * from './model.ts'
export * from './profile.ts'
export * from './run.ts'
export * from './target.ts'
export * from './trials.ts'
export * from './validation.ts'
