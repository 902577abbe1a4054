import type { DocumentHead, Verdict } from '../common.ts'
import type { Task } from '../model.ts'
import type { Target } from '../target.ts'
import type { CostsResult } from './costs.ts'
import type { LeaksResult, OverlapResult, RequirementResult } from './hygiene.ts'
import type { Plots } from './plots.ts'

/** An interval for a metric. `level` is 0.95 for the two-sided one that is shown. */
export interface Interval {
  readonly low: number
  readonly high: number
  readonly level: number
  /** Name of the method, for example `wilson`. */
  readonly method: string
}

export interface MetricResult {
  /** Name and definition are scikit-learn's. */
  readonly name: string
  /** For a metric of one class. */
  readonly class?: string
  readonly value: number
  readonly interval?: Interval
}

export interface RuleResult {
  /** As the user wrote it. */
  readonly text: string
  readonly metric: string
  readonly class?: string
  readonly intent: 'floor' | 'ceiling' | 'non-inferior' | 'superior' | 'not-suspicious'
  /** What the estimate is held against: a constant, the allowed difference to champion or baseline, or of costs a multiple. */
  readonly bound: number
  /** Of a rule of what running the model costs: in what it is counted. */
  readonly unit?: 'ms' | 'bytes' | 'difference'
  readonly estimate: number
  readonly champion?: number
  /** Value of the baseline that the rule names: of the best answer that is always the same, or of the last value. */
  readonly baseline?: number
  /** Value of the run that the rule names. */
  readonly run?: number
  /** Value on the rows as they are, of a rule of disturbed rows. */
  readonly unchanged?: number
  /** Candidate minus what it is compared with. */
  readonly difference?: number
  /** Candidate over champion, of costs. */
  readonly ratio?: number
  /** Two-sided 95 %, of the metric, of the difference or of the ratio. */
  readonly interval?: Interval
  /** The one-sided 95 % bounds that decide. */
  readonly bounds?: { readonly low: number; readonly high: number }
  /** Each slice the rule was held against, or each column that was made missing in turn; the values above are those of the one that is least sure. */
  readonly slices?: readonly SliceResult[]
  /** What the bounds say. */
  readonly statistical: Verdict
  /** After `evaluate.inconclusive` has been applied. */
  readonly verdict: Verdict
  readonly reason: string
}

/** A rule held against the rows with one value of a column, or against all rows without one column. */
export interface SliceResult {
  /** The column's value, null for rows without one; or the name of the column that is missing. */
  readonly value: string | null
  readonly rows: number
  /** Absent where the metric has no value on these rows. */
  readonly estimate?: number
  readonly champion?: number
  /** Value of the baseline that the rule names: of the best answer that is always the same, or of the last value. */
  readonly baseline?: number
  /** Value of the run that the rule names. */
  readonly run?: number
  /** Value on the rows as they are. */
  readonly unchanged?: number
  readonly difference?: number
  readonly interval?: Interval
  /** What the bounds say. */
  readonly verdict: Verdict
}

/** What a search for weak slices looked at and found. Nothing of it decides. */
export interface WeakSlices {
  readonly measure: 'error rate' | 'mean absolute error'
  /** Sets of rows that were looked at: the family that p-values are corrected for. */
  readonly searched: number
  /** Columns whose values are too many. */
  readonly leftOut: readonly string[]
  readonly found: readonly WeakSlice[]
}

export interface WeakSlice {
  /** What its rows have in common. */
  readonly where: readonly { readonly column: string; readonly value: string | null }[]
  readonly rows: number
  /** Mean loss of these rows. */
  readonly loss: number
  /** Mean loss of all others. */
  readonly rest: number
  /** Adjusted by Holm's method. */
  readonly p: number
}

/** There was no champion where it is looked for: the first model, of which only rules that need none were judged. */
export interface FirstModel {
  /** Where it was looked for, as the configuration says: `registry`. */
  readonly champion: string
  /** What the source answered. */
  readonly reason: string
  /** Rules that compare with the champion, as the user wrote them. */
  readonly unjudged: readonly string[]
}

/** The rules of the branch that a pull request would change, held against the same rows. */
export interface BaseJudgement {
  readonly branch: string
  readonly rules: readonly RuleResult[]
  readonly inconclusive: 'fail' | 'estimate' | 'pass'
  readonly decidedBy: DecidedBy
  readonly verdict: Verdict
  readonly reason: string
  /** Digest of the champion that the branch names, where it is another one. */
  readonly champion?: string
  /** Where the branch's rules found no champion. */
  readonly firstModel?: FirstModel
  /** Of these rules; absent: they judged the model's own predictions. */
  readonly threshold?: AppliedThreshold
}

/** What a file of another tool asks for and no rule says. */
export interface UntranslatedRule {
  readonly what: string
  readonly why: string
  readonly at: { readonly file: string; readonly line?: number; readonly column?: number; readonly key?: string }
}

/** From which probability of a class of two on rows were taken for it. */
export interface AppliedThreshold {
  readonly class: string
  readonly value: number
  /** The champion's own. */
  readonly champion?: number
  /** Those of the runs that rules compare with, by what the rules call them. */
  readonly runs?: Readonly<Record<string, number>>
  /** How it was chosen; absent: the user gave it. */
  readonly chosen?: {
    readonly metric: string
    readonly on: 'validation'
    readonly rows: number
    /** The metric's value on these rows, which is too good: it is the best there is. */
    readonly estimate: number
    readonly champion?: number
    readonly runs?: Readonly<Record<string, number>>
  }
}

export type DecidedBy = 'bounds' | 'estimate' | 'pass'

export interface EvaluationDocument extends DocumentHead<'evaluation'> {
  readonly task: Task
  /** Digest of the model, absent where only predictions were judged. */
  readonly model?: string
  /** Digest of `predictions.parquet`, which holds the answers. */
  readonly predictions?: string
  /** Digest of the champion's model, or of its predictions. */
  readonly champion?: string
  /** Present where there was none yet. */
  readonly firstModel?: FirstModel
  readonly dataset?: string
  readonly data: { readonly split: string; readonly rows: number; readonly sha256: string }
  readonly target: Target
  /** Absent: the model's own predictions were judged. */
  readonly threshold?: AppliedThreshold
  readonly metrics: readonly MetricResult[]
  readonly confusion?: {
    readonly classes: readonly string[]
    /** counts[label][prediction] */
    readonly counts: readonly (readonly number[])[]
    /** The champion's, in the same order. */
    readonly champion?: readonly (readonly number[])[]
  }
  /** What the pages draw. */
  readonly plots?: Plots
  readonly rules: readonly RuleResult[]
  /** Parts of imported files that no rule says. */
  readonly untranslated?: readonly UntranslatedRule[]
  readonly inconclusive: 'fail' | 'estimate' | 'pass'
  /** How inconclusive rules were settled; `bounds` where none had to be. */
  readonly decidedBy: DecidedBy
  /** What the rules of the branch say that a pull request would change, where they are others. */
  readonly base?: BaseJudgement
  /** Sets of rows on which the model does worse than on the rest, where they were looked for. */
  readonly weakSlices?: WeakSlices
  /** What running the model costs, where a rule speaks of it. */
  readonly costs?: CostsResult
  /** What must hold beside the rules, where something is required. */
  readonly requirements?: readonly RequirementResult[]
  readonly leaks?: LeaksResult
  readonly overlap?: OverlapResult
}
