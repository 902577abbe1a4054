import type { Dataset } from '@trainyard/dataset'
import type { EvaluationDocument, Subject } from '@trainyard/evidence'
import type { PredictionTable } from '@trainyard/predictions'

/** Labels and answers to judge, and where they came from. */
export interface Judged {
  readonly table: PredictionTable
  readonly data: EvaluationDocument['data']
  readonly target: string
  readonly model?: string
  readonly champion?: string
  readonly dataset?: string
  readonly inputs: readonly Subject[]
  /** Holds an engine that can write; closed by the caller. */
  readonly opened?: Dataset
}
