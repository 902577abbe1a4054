import type { Groups } from '../intervals/left-out.ts'
import type { Answers } from '../types.ts'
import { type Formula, functions } from './types.ts'

/** Sums that formulas are made of. */
interface Sums {
  readonly rows: number
  readonly of: ReadonlyMap<string, number>
}

/** Names of the numbers of rows that a formula sums. */
export function namesOf(formula: Formula): readonly string[] {
  if (formula.kind === 'sum') return [formula.of]
  if ('left' in formula) return [...new Set([...namesOf(formula.left), ...namesOf(formula.right)])]
  return formula.kind === 'call' ? namesOf(formula.of) : []
}

/** A sum over the rows, divided by their number: the mean of one number a row. */
export function meanOf(formula: Formula): string | undefined {
  return formula.kind === '/' && formula.left.kind === 'sum' && formula.right.kind === 'rows'
    ? formula.left.of
    : undefined
}

function numberOf(formula: Formula, sums: Sums): number {
  switch (formula.kind) {
    case 'number':
      return formula.value
    case 'rows':
      return sums.rows
    case 'sum':
      return sums.of.get(formula.of) ?? Number.NaN
    case 'call':
      return functions[formula.name](numberOf(formula.of, sums))
    default:
      return operated(formula.kind, numberOf(formula.left, sums), numberOf(formula.right, sums))
  }
}

function operated(kind: '+' | '-' | '*' | '/', left: number, right: number): number {
  if (kind === '+') return left + right
  if (kind === '-') return left - right
  return kind === '*' ? left * right : left / right
}

/** The formula's value as a function of row weights. */
export function formulaOf(formula: Formula, answers: Answers): (weights: Float64Array) => number {
  const columns = columnsOf(formula, answers)
  return (weights) => {
    const of = columns.map(([name, values]) => [name, dot(values, weights)] as const)
    return numberOf(formula, { rows: weights.reduce((sum, weight) => sum + weight, 0), of: new Map(of) })
  }
}

/** Its values without each group of rows, in one pass. */
export function formulaWithout(formula: Formula, answers: Answers, { of: groups, count }: Groups): Float64Array {
  const rows = new Float64Array(count)
  for (const group of groups) rows[group] = (rows[group] ?? 0) + 1
  const sums = columnsOf(formula, answers).map(([name, values]) => {
    const each = new Float64Array(count)
    for (const [row, group] of groups.entries()) each[group] = (each[group] ?? 0) + (values[row] ?? 0)
    return { name, each, all: each.reduce((sum, value) => sum + value, 0) }
  })
  return rows.map((own, group) => {
    const of = new Map(sums.map(({ name, each, all }) => [name, all - (each[group] ?? 0)] as const))
    return numberOf(formula, { rows: answers.rows - own, of })
  })
}

function columnsOf(formula: Formula, { custom }: Answers): readonly (readonly [string, Float64Array])[] {
  return namesOf(formula).map((name) => [name, custom?.rows.get(name) ?? new Float64Array()] as const)
}

function dot(values: Float64Array, weights: Float64Array): number {
  let sum = 0
  for (let row = 0; row < values.length; row += 1) sum += (values[row] ?? 0) * (weights[row] ?? 0)
  return sum
}
