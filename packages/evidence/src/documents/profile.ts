import type { DocumentHead } from './common.ts'
import type { ColumnType } from './dataset.ts'

/** Numbers (also dates and times, as seconds since 1970): counts between fixed edges, mergeable by addition. */
export interface NumericProfile {
  readonly kind: 'numeric'
  /** Increasing cut points e₁ … e_k. */
  readonly edges: readonly number[]
  /** k + 1 counts: values ≤ e₁, in (e₁, e₂], …, > e_k. */
  readonly counts: readonly number[]
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
  readonly std: number | null
}

export interface CategoricalProfile {
  readonly kind: 'categorical'
  readonly counts: Readonly<Record<string, number>>
  /** Rows whose category is not listed, where there were too many to list. */
  readonly other: number
}

export interface ColumnProfile {
  readonly name: string
  readonly type: ColumnType
  readonly source: 'feature' | 'target' | 'prediction'
  readonly rows: number
  readonly missing: number
  readonly values: NumericProfile | CategoricalProfile
}

export interface ProfileDocument extends DocumentHead<'profile'> {
  readonly rows: number
  readonly columns: readonly ColumnProfile[]
  /** Digest of the model whose training data this describes, where there is one. */
  readonly model?: string
}
