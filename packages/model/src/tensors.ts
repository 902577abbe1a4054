import type { TensorType } from '@trainyard/evidence'

export type TensorData = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array | readonly string[]

/** A tensor as it travels between threads: nothing but data. */
export interface PlainTensor {
  readonly name: string
  readonly type: TensorType
  readonly dims: readonly number[]
  /** Row-major. `bool` is a Uint8Array. */
  readonly data: TensorData
}

/** The memory of tensors that may move to another thread instead of being copied. */
export function transferable(tensors: readonly PlainTensor[]): ArrayBuffer[] {
  const buffers = tensors.flatMap(({ data }) => ('buffer' in data ? [data.buffer] : []))
  return [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer)
}
