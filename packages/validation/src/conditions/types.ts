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
  | { readonly kind: 'affix'; readonly column: string; readonly at: 'start' | 'end' | 'within'; readonly text: string }
  /** A regular expression in RE2's language is found. */
  | { readonly kind: 'found'; readonly column: string; readonly re2: string }
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
  /** What is made of a column of text. */
  | { readonly kind: 'text'; readonly column: string; readonly of: 'length' | 'lower' | 'upper' | 'strip' }
  | {
      readonly kind: 'arithmetic'
      readonly operator: Arithmetic
      readonly left: Operand
      readonly right: Operand
    }

export const arithmetics = ['+', '-', '*', '/', '//', '%', '**'] as const
export type Arithmetic = (typeof arithmetics)[number]

/** Whether a text is an operator of a comparison. */
export function isOperator(text: unknown): text is Operator {
  return operators.some((operator) => operator === text)
}

/** The regular expressions of a condition. */
export function patternsOf(condition: Condition | undefined): readonly string[] {
  if (condition?.kind === 'found') return [condition.re2]
  if (condition?.kind === 'not') return patternsOf(condition.condition)
  return condition?.kind === 'all' || condition?.kind === 'any' ? condition.conditions.flatMap(patternsOf) : []
}

/** The opposite of a condition. */
export function not(condition: Condition): Condition {
  return { kind: 'not', condition }
}

/** A comparison as SQL makes it: never true of a missing value, not even `!=`. */
export function presentAnd(column: string, condition: Condition): Condition {
  return { kind: 'all', conditions: [not({ kind: 'missing', column }), condition] }
}
