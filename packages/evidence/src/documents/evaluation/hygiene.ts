/** Something that must hold beside the rules. */
export interface RequirementResult {
  readonly name: 'validation' | 'parity' | 'no-leaks'
  readonly verdict: 'pass' | 'fail'
  readonly reason: string
}

/** Columns that tell the label by themselves. */
export interface LeaksResult {
  /** Of classes the least area of one against the rest, of numbers the share of the variance of ranks. */
  readonly measure: 'roc_auc' | 'r2'
  /** From which score on a column is told. */
  readonly above: number
  /** Rows that were looked at. */
  readonly rows: number
  /** Columns that were looked at. */
  readonly looked: number
  readonly found: readonly {
    readonly column: string
    readonly score: number
    /** Whether more than half of its values stand once. */
    readonly idLike: boolean
  }[]
}

/** Test rows that are also among the rows the model has learned from. */
export interface OverlapResult {
  /** `nothing`: the rows are too much alike to be told apart. */
  readonly by: 'id' | 'row' | 'nothing'
  readonly rows: number
  /** Rows of the test share. */
  readonly test: number
}
