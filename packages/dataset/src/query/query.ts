import type { Position } from '@trainyard/ports'

/** A query, and what it is called in messages. */
export interface Query {
  readonly sql: string
  /** Its file, or its key in the configuration. */
  readonly name: string
  readonly at: Position
  readonly timeoutMs: number
}
