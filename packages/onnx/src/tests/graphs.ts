import type { Graph, GraphNode } from '../write.ts'

/** y = a·x + b over one column, with one part replaced where a test asks. */
export function line(part: Partial<Graph> = {}): Graph {
  const nodes: readonly GraphNode[] = [
    { op: 'Mul', inputs: ['x', 'a'], outputs: ['ax'] },
    { op: 'Add', inputs: ['ax', 'b'], outputs: ['y'] },
  ]
  return {
    name: 'line',
    inputs: [{ name: 'x', type: 'float32', shape: ['rows', 1] }],
    outputs: [{ name: 'y', type: 'float32', shape: ['rows', 1] }],
    nodes,
    constants: {
      a: { type: 'float32', dims: [1], values: [2] },
      b: { type: 'float32', dims: [1], values: [0.5] },
    },
    opset: { 'ai.onnx': 17, 'ai.onnx.ml': 3 },
    irVersion: 8,
    producer: { name: 'trainyard', version: '1.0.0' },
    metadata: { note: 'grün' },
    ...part,
  }
}
