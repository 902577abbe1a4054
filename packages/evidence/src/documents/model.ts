import type { DocumentHead } from './common.ts'
import type { ColumnType } from './dataset.ts'

export const tensorTypes = ['float32', 'float64', 'int32', 'int64', 'bool', 'string'] as const
export type TensorType = (typeof tensorTypes)[number]

/** `multilabel`: several labels a row, each of which it has or not. */
export type Task = 'classification' | 'regression' | 'multilabel'

/** One named input or output tensor. In `shape`, −1 is the number of rows. */
export interface TensorSpec {
  readonly name: string
  readonly type: TensorType
  readonly shape: readonly number[]
}

/** An input that is fed from one column of a table (shape [−1, 1] or [−1]). */
export interface ColumnInput extends TensorSpec {
  /** Type of the table's column that feeds it, where it is known. */
  readonly column?: ColumnType
}

/** What goes into a model and what comes out, and what the outputs mean. */
export interface Signature {
  readonly task?: Task
  /** One input a column; or a single matrix [−1, features] whose columns `features` names. */
  readonly inputs: readonly ColumnInput[]
  readonly features?: readonly string[]
  readonly outputs: readonly TensorSpec[]
  /** Output with the predicted class, or the predicted number for regression; of several labels 0 and 1, [−1, labels]. */
  readonly prediction?: string
  /** Output with one probability per class, in the order of `classes`. */
  readonly probabilities?: string
  /** Of several labels with an output each: [−1, 1] with its probability, or [−1, 2] with those of no and yes. */
  readonly perLabel?: readonly string[]
  /** Of several labels a row, the labels: each is named as the column that says which rows have it. */
  readonly classes?: readonly string[]
  /** Absent of several labels: `classes` names their columns. */
  readonly target?: string
}

export interface ModelDocument extends DocumentHead<'model'> {
  readonly name: string
  readonly signature: Signature
  readonly framework: string
  readonly opset: Readonly<Record<string, number>>
  readonly irVersion: number
  readonly bytes: number
  /** Digest of `model.onnx`; the model's name in all later evidence. */
  readonly sha256: string
  /** Digest of the dataset it was trained on, where it is known. */
  readonly dataset?: string
}
