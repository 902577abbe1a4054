/** A point of a curve: shares, 0 … 1. */
export type Point = readonly [x: number, y: number]

/** How well scores of one class tell its rows from the others: counts at some thresholds, no row of its own. */
export interface ScoreCurves {
  /** False-positive rate, true-positive rate. */
  readonly roc: readonly Point[]
  /** Recall, precision. */
  readonly precisionRecall: readonly Point[]
  /** Rows of about equal number by their score: its mean, and the share of them that are of the class. */
  readonly calibration: readonly Point[]
}

/** Rows of about equal number by the predicted number. */
export interface ResidualBin {
  readonly rows: number
  /** Means of the predicted and of the true number. */
  readonly predicted: number
  readonly actual: number
  /** Quantiles of true minus predicted: 5 %, 50 %, 95 %. */
  readonly residual: readonly [low: number, median: number, high: number]
}

/** A thing drawn of the candidate and, where there is one, of the champion. */
export interface BothSides<T> {
  readonly candidate: T
  readonly champion?: T
}

export interface Plots {
  /** Of each class, of the first ones where there are many; of two classes of the second alone. */
  readonly curves?: readonly ({ readonly class: string } & BothSides<ScoreCurves>)[]
  readonly residuals?: BothSides<readonly ResidualBin[]>
}
