import type { DocumentHead } from './common.ts'
import type { DecidedBy } from './evaluation/evaluation.ts'
import type { EvaluationReference } from './image.ts'

export interface AnswerCheck {
  /** Rows sent to the server. */
  readonly rows: number
  readonly equal: number
  /** Greatest absolute difference of a probability, or relative difference of a number. */
  readonly maxDifference: number
}

export interface DeploymentDocument extends DocumentHead<'deployment'> {
  readonly target: 'local' | 'docker'
  /** Started, checked and stopped again. */
  readonly ephemeral: boolean
  readonly revision: string
  readonly url?: string
  /** Digest of the image's manifest. */
  readonly image: string
  readonly model: string
  readonly evaluation: EvaluationReference | null
  /** How the evaluation settled inconclusive rules. */
  readonly decidedBy?: DecidedBy
  /** `true` where `deploy.unevaluated: allow` let it through. */
  readonly unevaluated: boolean
  readonly answers?: AnswerCheck
  readonly previous?: { readonly revision: string; readonly image: string }
  readonly rolledBack: boolean
  /** Command that goes back. */
  readonly undo?: string
}
