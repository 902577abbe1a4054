import type { Constant, GraphNode } from '@trainyard/onnx'

/** A part of the graph under construction. */
export interface Piece {
  readonly nodes: readonly GraphNode[]
  readonly constants: Readonly<Record<string, Constant>>
  /** Name of the value it ends in. */
  readonly output: string
}
