import type { Examined, ValueTest } from './types.ts'

/** What the thread is asked. */
export interface Request {
  readonly id: number
  readonly test: ValueTest
  readonly texts: readonly string[]
}

/** What it answers. */
export interface Reply {
  readonly id: number
  readonly examined: Examined
}
