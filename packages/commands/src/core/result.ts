import type { AnyDocument, Verdict } from '@trainyard/evidence'
import type { Position } from '@trainyard/ports'

/** What a stage's own work hands back: its documents are already in the folder it was given. */
export interface StageResult {
  readonly verdict: Verdict
  readonly reason: string
  /** Documents to show, the stage's own last. */
  readonly documents: readonly AnyDocument[]
  /** The digest that later evidence calls this stage's result by. */
  readonly digest: string
  /** Further outputs of the action. */
  readonly outputs?: Readonly<Record<string, string>>
  readonly annotations?: readonly Annotation[]
  /** Lines to show in place of the last document's. */
  readonly lines?: readonly string[]
  /** Markdown for the job summary in place of the documents'; the stage then writes its own pages. */
  readonly summary?: string
  /** Where not the verdict decides, such as `fail-on: drift`. */
  readonly exitCode?: number
}

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly message: string
  readonly at?: Position
}
