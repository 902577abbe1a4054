import type { CardConfig } from '@trainyard/config'
import type { DocumentHead, Verdict } from './common.ts'
import type { DecidedBy, Interval, MetricResult } from './evaluation/evaluation.ts'
import type { Task } from './model.ts'
import type { Target } from './target.ts'

/** What people should know of a model. */
export interface CardDocument extends DocumentHead<'card'> {
  readonly name: string
  readonly words: CardConfig
  readonly model: {
    readonly sha256: string
    readonly framework: string
    readonly bytes: number
    readonly task?: Task
    readonly target?: Target
    readonly features: readonly string[]
  }
  readonly data: {
    readonly sha256: string
    readonly rows: number
    readonly columns: number
    readonly split: {
      readonly method: string
      readonly train: number
      readonly validation: number
      readonly test: number
    }
    /** `data/train.csv: DVC md5 …`, where the source has versions. */
    readonly versions: readonly string[]
  }
  readonly training: {
    readonly trainer: string
    readonly parameters: Readonly<Record<string, string | number | boolean>>
    readonly seed: number
    readonly key: string
    readonly commit?: string
    readonly trigger?: string
    /** Of the search that chose the parameters. */
    readonly trials?: number
    readonly best?: string
  }
  /** On the validation share. */
  readonly validation?: readonly MetricResult[]
  readonly evaluation?: CardEvaluation
}

export interface CardEvaluation {
  /** Digest of `evaluation.json`. */
  readonly sha256: string
  readonly verdict: Verdict
  readonly decidedBy: DecidedBy
  readonly split: string
  readonly rows: number
  readonly champion?: string
  readonly metrics: readonly MetricResult[]
  readonly rules: readonly CardRule[]
}

export interface CardRule {
  readonly text: string
  readonly verdict: Verdict
  readonly estimate: number
  readonly interval?: Interval
  readonly slices?: readonly CardSlice[]
}

export interface CardSlice {
  /** Absent where values are hidden. */
  readonly value?: string | null
  readonly rows: number
  readonly estimate?: number
  readonly interval?: Interval
  readonly verdict: Verdict
}
