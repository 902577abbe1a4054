import type { Cursor } from './cursor.ts'
import { type Flags, type Node, PatternFault } from './types.ts'

/** How far a pattern has been read, and what has been seen of its groups. */
export interface State {
  readonly cursor: Cursor
  /** Groups that are closed, by number. */
  readonly closed: Map<number, Node>
  readonly names: Map<string, number>
  opened: number
  /** Reads what stands in a group. */
  inside(state: State, flags: Flags): Node
}

/** A back-reference to a group that is closed. */
export function referenceTo({ closed, opened }: State, index: number, { fold }: Flags, offset: number): Node {
  if (closed.has(index)) return { kind: 'reference', index, fold, offset }
  const what = index <= opened ? 'is not closed yet' : 'is not there'
  throw new PatternFault(`group ${index}, which is referred to, ${what}`, offset)
}
