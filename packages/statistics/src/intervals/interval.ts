/** Two-sided interval of a quantity. Either limit of a 90 % interval is a one-sided 95 % bound. */
export interface Interval {
  readonly low: number
  readonly high: number
  /** Confidence, for example 0.95. */
  readonly level: number
  /** Name of the method, for example `wilson`. */
  readonly method: string
}
