import type { Answers, CarryingRows, Metric } from '../types.ts'
import { worthOf } from './units.ts'

/** With fewer rows or groups that carry a value, intervals that heed weights and groups cover less than they say. */
export const fewestUnits = 20

/** With fewer rows beside those of the commonest class an agreement or a mean of classes has no interval. */
export const fewestOthers = 10

/** The rows that a value hangs on, of those there are fewest of. */
export interface Carriers extends Pick<CarryingRows, 'named'> {
  /** As many independent rows, or groups, of equal weight as they are worth. */
  readonly worth: number
}

/** What a value hangs on: all rows of numbers, of a loss those outside the commonest class, else those of its class or of the rarest. */
export function carriersOf(metric: Metric, answers: Answers, classIndex: number): Carriers {
  const parts = metric.carriedBy?.(answers, classIndex) ?? usualParts(metric, answers, classIndex)
  const found = parts.map(({ named, has }): Carriers => ({ named, worth: worthOf(answers, has) }))
  return found.reduce((least, one) => (one.worth < least.worth ? one : least))
}

export function areFew({ worth }: Carriers, fewest = fewestUnits): boolean {
  return worth < fewest - 1e-9
}

/** Why there is no interval, for people. */
export function fewWords({ named, worth }: Carriers, { groups }: Answers, fewest = fewestUnits): string {
  return `${named} are worth ${worth.toFixed(1)} ${groups ? 'groups' : 'rows'} of equal weight, and an interval needs ${fewest}`
}

function usualParts(metric: Metric, answers: Answers, classIndex: number): readonly CarryingRows[] {
  if (answers.task === 'regression') return allRows()
  if (metric.better === 'lower') return answers.task === 'classification' ? rowsOutsideCommonest(answers) : allRows()
  return classIndex >= 0 ? [rowsLabelled(answers, classIndex)] : rowsOfEachClass(answers)
}

export function allRows(): readonly CarryingRows[] {
  return [{ named: 'the rows', has: () => true }]
}

export function rowsLabelled({ task, classes, labels }: Answers, index: number): CarryingRows {
  const width = classes.length
  const has = (row: number) => (task === 'multilabel' ? labels[row * width + index] === 1 : labels[row] === index)
  return { named: `the rows with the label ${classes[index]}`, has }
}

export function rowsNotLabelled(answers: Answers, index: number): CarryingRows {
  const { has } = rowsLabelled(answers, index)
  return { named: `the rows without the label ${answers.classes[index]}`, has: (row) => !has(row) }
}

export function rowsOutsideCommonest(answers: Answers): readonly CarryingRows[] {
  const worths = answers.classes.map((_, index) => worthOf(answers, rowsLabelled(answers, index).has))
  const commonest = rowsLabelled(answers, worths.indexOf(Math.max(...worths)))
  return [{ named: 'the rows outside the commonest class', has: (row) => !commonest.has(row) }]
}

/** Of each class that any row has. */
export function rowsOfEachClass(answers: Answers): readonly CarryingRows[] {
  const rows = Array.from({ length: answers.rows }, (_, row) => row)
  const each = answers.classes.map((_, index) => rowsLabelled(answers, index))
  const present = each.filter(({ has }) => rows.some(has))
  return present.length > 0 ? present : allRows()
}
