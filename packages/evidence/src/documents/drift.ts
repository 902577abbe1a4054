import type { DocumentHead } from './common.ts'

export interface DriftTest {
  readonly column: string
  readonly source: 'feature' | 'target' | 'prediction'
  readonly test: 'kolmogorov-smirnov' | 'chi-square' | 'missing-share' | 'unseen-categories' | 'not-testable'
  readonly statistic: number | null
  readonly p: number | null
  /** After Holm's correction over the whole family. */
  readonly adjustedP: number | null
  readonly drift: boolean
  readonly detail: string
}

export interface DriftDocument extends DocumentHead<'drift'> {
  readonly finding: 'stable' | 'drift'
  readonly rows: number
  readonly referenceRows: number
  readonly alpha: number
  readonly correction: 'holm'
  readonly tests: readonly DriftTest[]
  readonly model?: string
  readonly retrain: {
    readonly decision: boolean
    readonly reasons: readonly string[]
    readonly workflow?: string
    readonly dispatched?: string
  }
}
