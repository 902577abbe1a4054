import type { PlainTensor } from './tensors.ts'

/** What a worker is started with. */
export interface WorkerStart {
  /** Path of the entry of onnxruntime-node. */
  readonly runtime: string
  /** Path of `model.onnx`. */
  readonly model: string
  /** Threads inside one operator; 0 takes every core. */
  readonly threads: number
}

/** To the worker. */
export type Request =
  | {
      readonly kind: 'run'
      readonly id: number
      readonly feeds: readonly PlainTensor[]
      readonly fetches: readonly string[]
    }
  | { readonly kind: 'close' }

/** From the worker. `refused`: ONNX Runtime would not take the model; `failed`: ONNX Runtime itself did not load. */
export type Reply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'done'; readonly id: number; readonly tensors: readonly PlainTensor[] }
  | { readonly kind: 'wrong'; readonly id: number; readonly message: string }
