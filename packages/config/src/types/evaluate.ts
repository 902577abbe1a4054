export interface EvaluateConfig {
  /** In their short form. */
  readonly gates: readonly string[]
  /** Files with rules of other tools. */
  readonly import: readonly string[]
  /** By how much the model may be worse than a value of a metrics file. */
  readonly importMargin?: number
  readonly untranslated: 'fail' | 'warn'
  readonly inconclusive: 'fail' | 'estimate' | 'pass'
  /** Folder of the champion's model, or where it is looked up. */
  readonly champion?: string
  /** What becomes of rules that compare with the champion where there is none yet. */
  readonly firstModel: 'refuse' | 'floors'
  /** Column with what rows belong together. */
  readonly group?: string
  /** The user's own, by name. */
  readonly metrics: Readonly<Record<string, MetricConfig>>
  /** Absent: the model's own predictions. */
  readonly threshold?: ThresholdConfig
  /** Fewest rows of a value that rules for every value of a column are held against. */
  readonly slices: {
    readonly atLeast: number
    /** Columns in which weak slices are looked for. */
    readonly find: readonly string[]
    /** Conditions in SQL, by the names that rules call their rows by. */
    readonly where: Readonly<Record<string, string>>
  }
  /** What must hold beside the gates. */
  readonly requires: readonly ('validation' | 'parity' | 'no-leaks')[]
  /** Columns that tell the label by themselves are named from this score on, but for those allowed. */
  readonly leaks: { readonly above: number; readonly allow: readonly string[] }
  /** Largest share of the test rows that may be among the training rows, 0 … 1. */
  readonly overlap: number
  /** How servers are asked, for rules of latency and memory. */
  readonly load: {
    /** Requests to each. */
    readonly requests: number
    readonly atMostMs: number
  }
}

/** A metric of the user's own. */
export type MetricConfig = SqlMetricConfig | CommandMetricConfig

export interface SqlMetricConfig {
  readonly better: 'higher' | 'lower'
  /** One expression over the columns of the rows. */
  readonly sql: string
}

export interface CommandMetricConfig {
  readonly better: 'higher' | 'lower'
  /** Program and arguments. */
  readonly run: readonly string[]
  /** Names of environment variables that it may see. */
  readonly env: readonly string[]
  /** Of the predictions that it reads. */
  readonly format: 'parquet' | 'csv'
  readonly timeoutMs: number
}

/** From which probability on a row is taken for a class of two: a number, or how it is chosen. */
export type ThresholdConfig =
  | { readonly value: number; readonly class?: string }
  | { readonly choose: { readonly metric: string; readonly on: 'validation' } }
