export { readOnnx } from './read.ts'
export type { Dimension, ElementType, OnnxInfo, OnnxTensorValue, OnnxValue } from './types.ts'
export { type Attribute, type Constant, type Graph, type GraphNode, type GraphValue, writeOnnx } from './write.ts'
