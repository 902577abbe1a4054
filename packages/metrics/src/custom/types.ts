/** What a metric of the user's own is made of: sums over the rows, and arithmetic on them. */
export type Formula =
  | { readonly kind: 'number'; readonly value: number }
  /** Weighted sum of one number a row, by the name of these. */
  | { readonly kind: 'sum'; readonly of: string }
  /** How much all rows count. */
  | { readonly kind: 'rows' }
  | { readonly kind: Operator; readonly left: Formula; readonly right: Formula }
  | { readonly kind: 'call'; readonly name: keyof typeof functions; readonly of: Formula }

export type Operator = '+' | '-' | '*' | '/'

/** Functions of one number that SQL and JavaScript take for the same. */
export const functions = {
  abs: Math.abs,
  sqrt: Math.sqrt,
  ln: Math.log,
  exp: Math.exp,
} as const satisfies Readonly<Record<string, (value: number) => number>>

/** A metric of the user's own, as plain data. */
export interface CustomMetric {
  readonly name: string
  readonly better: 'higher' | 'lower'
  /** What made it, for people. */
  readonly source: string
  /** Left out: only its value for all rows is known. */
  readonly formula?: Formula
  /** Why there is no interval, where there is none. */
  readonly estimateOnly?: string
}

/** What such metrics are made of, for one model's answers. */
export interface CustomValues {
  /** Numbers of each row, by the names that formulas call them. */
  readonly rows: ReadonlyMap<string, Float64Array>
  /** Values of all rows together, by the metric's name. */
  readonly whole: ReadonlyMap<string, WholeValue>
}

export interface WholeValue {
  readonly value: number
  /** Its values on resamples of the rows, the same ones for every model. */
  readonly draws?: Float64Array
}
