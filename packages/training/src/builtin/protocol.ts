import type { Position } from '@trainyard/ports'
import type { FitRequest, FittedNetwork } from './network.ts'

/** What the worker is started with: all of a request but its log. */
export type FitStart = Omit<FitRequest, 'log'>

/** What the worker is asked once it has learned. */
export type FitQuestion =
  | { readonly kind: 'answer'; readonly id: number; readonly x: Float32Array; readonly rows: number }
  | { readonly kind: 'close' }

/** What it says: how far it is, what it has learned, an answer, or why it could not learn. */
export type FitReply =
  | { readonly kind: 'progress'; readonly line: string }
  | { readonly kind: 'fitted'; readonly network: Omit<FittedNetwork, 'answer' | 'close'> }
  | { readonly kind: 'answered'; readonly id: number; readonly answers: Float32Array }
  | { readonly kind: 'refused'; readonly problems: readonly RefusedProblem[] }

/** A problem of an InputError, as a message carries it. */
export interface RefusedProblem {
  readonly message: string
  readonly at?: Position
  readonly remedy?: string
}
