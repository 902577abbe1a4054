import type { CategoricalProfile, ColumnProfile, NumericProfile } from '@trainyard/evidence'
import { FaultError } from '@trainyard/ports'

/** The profile of two disjoint sets of rows that were counted alike. @throws FaultError where they were not */
export function mergeProfiles(a: ColumnProfile, b: ColumnProfile): ColumnProfile {
  return { ...a, rows: a.rows + b.rows, missing: a.missing + b.missing, values: mergeValues(a, b) }
}

function mergeValues(a: ColumnProfile, b: ColumnProfile): ColumnProfile['values'] {
  if (a.values.kind === 'numeric' && b.values.kind === 'numeric') return mergeNumeric(a.values, b.values)
  if (a.values.kind === 'categorical' && b.values.kind === 'categorical') return mergeCategorical(a.values, b.values)
  throw new FaultError(`the profiles of ${a.name} are of different kinds`)
}

function mergeNumeric(a: NumericProfile, b: NumericProfile): NumericProfile {
  if (a.edges.length !== b.edges.length || a.edges.some((edge, at) => edge !== b.edges[at]))
    throw new FaultError('the profiles were counted between different edges')
  return {
    kind: 'numeric',
    edges: a.edges,
    counts: a.counts.map((count, at) => count + (b.counts[at] ?? 0)),
    ...mergeMoments(a, b),
  }
}

/** Chan, Golub and LeVeque (1983). */
function mergeMoments(a: NumericProfile, b: NumericProfile): Pick<NumericProfile, 'min' | 'max' | 'mean' | 'std'> {
  const [n, m] = [total(a.counts), total(b.counts)]
  if (a.mean === null || n === 0) return pick(b)
  if (b.mean === null || m === 0) return pick(a)
  const delta = b.mean - a.mean
  const squares = (a.std ?? 0) ** 2 * (n - 1) + (b.std ?? 0) ** 2 * (m - 1) + (delta ** 2 * n * m) / (n + m)
  return {
    min: Math.min(a.min ?? a.mean, b.min ?? b.mean),
    max: Math.max(a.max ?? a.mean, b.max ?? b.mean),
    mean: a.mean + (delta * m) / (n + m),
    std: Math.sqrt(squares / (n + m - 1)),
  }
}

function mergeCategorical(a: CategoricalProfile, b: CategoricalProfile): CategoricalProfile {
  const names = [...new Set([...Object.keys(a.counts), ...Object.keys(b.counts)])].sort()
  const counts = names.map((name) => [name, (a.counts[name] ?? 0) + (b.counts[name] ?? 0)])
  return { kind: 'categorical', counts: Object.fromEntries(counts), other: a.other + b.other }
}

function pick({ min, max, mean, std }: NumericProfile): Pick<NumericProfile, 'min' | 'max' | 'mean' | 'std'> {
  return { min, max, mean, std }
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
