import type { DocumentHead } from './common.ts'

export interface MetricPoint {
  readonly name: string
  readonly step: number
  readonly value: number
}

export interface RunDocument extends DocumentHead<'run'> {
  readonly trainer: string
  readonly parameters: Readonly<Record<string, string | number | boolean>>
  readonly seed: number
  readonly environment: Readonly<Record<string, string>>
  readonly cache: {
    /** sha256 over the pre-image. */
    readonly key: string
    /** The readable list the key was made from, name to value. */
    readonly preimage: Readonly<Record<string, string>>
    readonly reused: boolean
  }
  readonly metrics: readonly MetricPoint[]
  readonly seconds: number
  /** Digest of `model.onnx`. */
  readonly model: string
}
