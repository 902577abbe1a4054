import type { RunSide } from '@trainyard/report'

/** One side of a comparison. */
export interface ComparedSide extends RunSide {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly startedAt?: string
  readonly commit?: string
  /** Digest of the dataset. */
  readonly dataset?: string
  /** Digest of the model. */
  readonly model?: string
  readonly preimage?: Readonly<Record<string, string>>
}
