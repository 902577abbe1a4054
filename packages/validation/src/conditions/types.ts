import type { Scalar } from '../kinds/kwargs.ts'

/**
 * Which rows an expectation looks at. A condition is true or false of every row: a missing value is equal to nothing,
 * unequal to everything, and neither above nor below anything, as in pandas.
 */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | Comparison
  | { readonly kind: 'member'; readonly operand: Operand; readonly values: readonly Scalar[] }
  | { readonly kind: 'missing'; readonly column: string }
  | { readonly kind: 'affix'; readonly column: string; readonly at: 'start' | 'end'; readonly text: string }
  /** A column of truth values, by itself. */
  | { readonly kind: 'truth'; readonly column: string }

export interface Comparison {
  readonly kind: 'comparison'
  readonly operator: Operator
  readonly left: Operand
  readonly right: Operand
}

export const operators = ['==', '!=', '<', '<=', '>', '>='] as const
export type Operator = (typeof operators)[number]

/** A value of a row. */
export type Operand =
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'constant'; readonly value: Scalar }
  | {
      readonly kind: 'arithmetic'
      readonly operator: '+' | '-' | '*' | '/'
      readonly left: Operand
      readonly right: Operand
    }

/** Whether a text is an operator of a comparison. */
export function isOperator(text: unknown): text is Operator {
  return operators.some((operator) => operator === text)
}

/** The opposite of a condition. */
export function not(condition: Condition): Condition {
  return { kind: 'not', condition }
}

/** A comparison as SQL makes it: never true of a missing value, not even `!=`. */
export function presentAnd(column: string, condition: Condition): Condition {
  return { kind: 'all', conditions: [not({ kind: 'missing', column }), condition] }
}
