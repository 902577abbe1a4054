import type { DocumentHead } from './common.ts'
import type { MetricResult } from './evaluation.ts'

export interface MetricPoint {
  readonly name: string
  readonly step: number
  readonly value: number
}

/** A training with parameters of its own. */
export interface TrialResult {
  /** 1, 2, … */
  readonly trial: number
  /** Cache key of a training with these parameters. */
  readonly key: string
  /** What was searched, by name. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>
  /** Of the metric that decides; absent where the trial failed. */
  readonly value?: number
  readonly model?: string
  /** Why it failed, in one line. */
  readonly failure?: string
  readonly seconds: number
  readonly reused: boolean
}

export interface SearchResult {
  readonly method: 'grid' | 'random'
  /** `max roc_auc`. */
  readonly best: string
  readonly judgedBy: 'validation' | 'logged'
  /** Number of the best trial. */
  readonly chosen: number
  readonly trials: readonly TrialResult[]
}

export interface RunDocument extends DocumentHead<'run'> {
  readonly trainer: string
  readonly parameters: Readonly<Record<string, string | number | boolean>>
  readonly seed: number
  readonly environment: Readonly<Record<string, string>>
  readonly cache: {
    /** sha256 over the pre-image. */
    readonly key: string
    /** The readable list the key was made from, name to value. */
    readonly preimage: Readonly<Record<string, string>>
    readonly reused: boolean
  }
  readonly metrics: readonly MetricPoint[]
  /** On the validation share. */
  readonly validation?: readonly MetricResult[]
  /** Why the model was trained, where somebody said so. */
  readonly trigger?: string
  readonly search?: SearchResult
  readonly seconds: number
  /** Digest of `model.onnx`. */
  readonly model: string
}
