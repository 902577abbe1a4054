import type { DocumentHead } from './common.ts'
import type { Split } from './dataset.ts'
import type { MetricResult } from './evaluation/evaluation.ts'

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
  /** Number of the best trial; 0 where all failed. */
  readonly chosen: number
  readonly trials: readonly TrialResult[]
}

/** One entry of the pre-image that is another than before; a side that is absent had no such entry. */
export interface CacheChange {
  readonly name: string
  readonly before?: string
  readonly after?: string
}

export interface NearestRun {
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly changes: readonly CacheChange[]
}

/** What is shown of a run beside another. */
export interface BaseRun {
  readonly branch: string
  readonly createdAt: string
  readonly commit?: string
  readonly model?: string
  readonly parameters: Readonly<Record<string, string | number | boolean>>
  readonly metrics: readonly MetricPoint[]
  readonly validation?: readonly MetricResult[]
  readonly changes: readonly CacheChange[]
}

/** A row that a converted model answers otherwise. */
export interface ParityRow {
  /** Its number in the table. */
  readonly row: number
  readonly difference: number
  /** What each answered; only where values may be shown. */
  readonly original?: string
  readonly converted?: string
}

/** How the answers of `model.onnx` compare with those of the model that it was converted from. */
export interface ParityDocument {
  /** File that the command left, such as `model.joblib`. */
  readonly original: string
  /** Share whose rows both were asked for. */
  readonly split: Split
  readonly rows: number
  /** Difference of a probability; of a number, relative to its size; or 1 where the label is another. */
  readonly measure: 'probability' | 'relative' | 'label'
  readonly tolerance: number
  /** Greatest difference of any row. */
  readonly greatest: number
  /** Rows that differ by more than the tolerance. */
  readonly differing: number
  /** The worst of them, where more differ than may. */
  readonly worst?: readonly ParityRow[]
  /** What likely made them differ, and what to do. */
  readonly cause?: string
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
    /** Where the earlier model was found. */
    readonly from?: string
    /** The earlier run that this one differs least from, where it was trained anew. */
    readonly nearest?: NearestRun
  }
  /** Where the run is kept, and its id there. */
  readonly tracked?: { readonly in: string; readonly run: string; readonly url?: string }
  /** The last run of the branch that a pull request goes to. */
  readonly base?: BaseRun
  readonly metrics: readonly MetricPoint[]
  /** On the validation share. */
  readonly validation?: readonly MetricResult[]
  /** Why the model was trained, where somebody said so. */
  readonly trigger?: string
  readonly search?: SearchResult
  readonly parity?: ParityDocument
  readonly seconds: number
  /** Digest of `model.onnx`; absent where there is no model that may be used. */
  readonly model?: string
}
