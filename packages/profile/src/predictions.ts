import type { ColumnProfile } from '@trainyard/evidence'
import { countCategories, countNumbers } from './column.ts'

/** Name of the column that holds a model's answers. */
export const predictionColumn = 'prediction'

/** Of several labels a row, name of the column that says whether the model answers one. */
export function labelColumn(label: string): string {
  return `${predictionColumn}_${label}`
}

/** Profile of a label that a model answers or not. */
export function profileLabel(label: string, flags: ArrayLike<number>): ColumnProfile {
  const counter = countCategories({ name: labelColumn(label), type: 'string', source: 'prediction' })
  counter.add(Array.from(flags, String))
  return counter.profile()
}

/** Profile of the classes a model answers. */
export function profileLabels(labels: readonly (string | null)[]): ColumnProfile {
  const counter = countCategories({ name: predictionColumn, type: 'string', source: 'prediction' })
  counter.add(labels)
  return counter.profile()
}

/** Profile of the numbers a model answers. */
export function profileNumbers(values: Float64Array): ColumnProfile {
  const sorted = values.filter((value) => Number.isFinite(value)).sort()
  const edges = Array.from({ length: 255 }, (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / 256)])
  const counter = countNumbers({ name: predictionColumn, type: 'number', source: 'prediction' }, distinct(edges))
  counter.add(values)
  return counter.profile()
}

function distinct(edges: readonly (number | undefined)[]): number[] {
  return [...new Set(edges)].filter((edge): edge is number => edge !== undefined)
}
