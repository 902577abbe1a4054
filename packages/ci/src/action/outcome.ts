import type { Position } from '@trainyard/ports'

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly message: string
  readonly at?: Position
}

/** How a command ended: a verdict, never an exception. */
export interface Outcome {
  readonly verdict: string
  /** The verdict in one line. */
  readonly reason: string
  /** 0 for pass, 1 for fail or inconclusive. */
  readonly exitCode: number
  readonly outputs: Readonly<Record<string, string>>
  /** Markdown for the job summary; begins with the verdict. */
  readonly summary: string
  /** For the log: one fact a line. */
  readonly lines: readonly string[]
  readonly annotations: readonly Annotation[]
}
