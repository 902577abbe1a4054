import type { ModelDocument, Signature } from '@trainyard/evidence'
import type { Batch } from '@trainyard/ports'

/** A folder with `model.onnx` and `model.json`, its digest verified. */
export interface ModelPackage {
  readonly folder: string
  readonly onnx: string
  readonly document: ModelDocument
}

/** What a model answers for a batch, row by row. */
export interface Predictions {
  readonly rows: number
  /** Predicted classes, as text. */
  readonly labels?: readonly string[]
  /** Several labels a row: rows × classes, row-major, 1 where a row has the label. */
  readonly indicators?: Uint8Array
  /** rows × classes, row-major, in the order of `signature.classes`. */
  readonly probabilities?: Float64Array
  /** Predicted numbers, for regression. */
  readonly values?: Float64Array
}

/** A loaded model. Inference runs in a worker, so that the calling thread stays free. */
export interface Predictor {
  readonly signature: Signature
  /** @throws InputError where a column of the signature is missing or of another kind */
  predict(batch: Batch): Promise<Predictions>
  close(): Promise<void>
}
