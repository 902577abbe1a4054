import { pathToFileURL } from 'node:url'
import type { PlainTensor, TensorData } from './tensors.ts'

interface RuntimeTensor {
  readonly type: string
  readonly dims: readonly number[]
  readonly data: TensorData
}

interface RuntimeSession {
  run(
    feeds: Readonly<Record<string, RuntimeTensor>>,
    fetches: readonly string[],
  ): Promise<Record<string, RuntimeTensor>>
  release(): Promise<void>
}

/** The part of onnxruntime-node that is used here. */
export interface Runtime {
  readonly InferenceSession: { create(model: string, options: object): Promise<RuntimeSession> }
  readonly Tensor: new (type: string, data: TensorData, dims: readonly number[]) => RuntimeTensor
}

/** A loaded model that answers tensors with tensors. `run` blocks its thread while it computes. */
export interface Session {
  run(feeds: readonly PlainTensor[], fetches: readonly string[]): Promise<PlainTensor[]>
  close(): Promise<void>
}

/** Loads ONNX Runtime from the path of its entry. */
export async function loadRuntime(entry: string): Promise<Runtime> {
  const module: unknown = await import(/* webpackIgnore: true */ pathToFileURL(entry).href)
  const runtime = hasKey(module, 'default') ? module.default : module
  if (!isRuntime(runtime)) throw new Error(`${entry} is not onnxruntime-node`)
  return runtime
}

/**
 * Opens a model. Errors are ONNX Runtime's own.
 * @param threads threads inside one operator; 0 takes every core
 */
export async function openSession(runtime: Runtime, model: string, threads: number): Promise<Session> {
  const session = await runtime.InferenceSession.create(model, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  })
  return {
    run: async (feeds, fetches) => {
      const tensors = feeds.map(({ name, type, data, dims }) => [name, new runtime.Tensor(type, data, dims)] as const)
      const results = await session.run(Object.fromEntries(tensors), fetches)
      return Object.entries(results).map(([name, { type, dims, data }]) => {
        return { name, type: type as PlainTensor['type'], dims, data }
      })
    },
    close: () => session.release(),
  }
}

function isRuntime(value: unknown): value is Runtime {
  return hasKey(value, 'InferenceSession') && hasKey(value, 'Tensor') && typeof value.Tensor === 'function'
}

function hasKey<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
  return value !== null && (typeof value === 'object' || typeof value === 'function') && key in value
}
