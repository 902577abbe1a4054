/** A model's answers to disturbed rows, or why it gave none. */
export type DisturbedSide =
  | { readonly predictions: Float64Array; readonly probabilities?: Float64Array }
  | { readonly refused: string }

/** Answers to some of the rows that are judged, once they were disturbed. */
export interface Disturbed {
  /** Places of these rows among all. */
  readonly rows: Uint32Array
  /** By the name of the disturbance, `noise(0.1)`. */
  readonly sides: ReadonlyMap<string, DisturbedSide>
  /** Columns that are made missing in turn. */
  readonly columns: readonly string[]
}
