import type { Answers } from '@trainyard/metrics'
import { baselineAnswers } from './baseline.ts'

/**
 * What a forecast must beat: the label of the time before, within the same group where rows belong together; of several rows of
 * that time their mean, or the class most of them have. Before the first time nothing is known, and the best constant is
 * answered. It has no probabilities. Hyndman and Athanasopoulos: the naive method.
 */
export function lastValueAnswers({ probabilities: _, custom: __, ...answers }: Answers): Answers {
  const constant = baselineAnswers(answers).predictions[0] ?? Number.NaN
  const predictions = new Float64Array(answers.rows)
  let last = { group: -1, value: constant }
  for (const moment of momentsOf(answers)) {
    const group = answers.groups?.[moment[0] ?? 0] ?? 0
    for (const row of moment) predictions[row] = group === last.group ? last.value : constant
    last = { group, value: typical(moment, answers) }
  }
  return { ...answers, predictions }
}

/** Rows of the same group and time, in this order. */
function* momentsOf({ rows, order, groups }: Answers): Iterable<Uint32Array> {
  const groupOf = (row: number) => groups?.[row] ?? 0
  const timeOf = (row: number) => order?.[row] ?? 0
  const sorted = Uint32Array.from({ length: rows }, (_, row) => row).sort(
    (a, b) => groupOf(a) - groupOf(b) || timeOf(a) - timeOf(b) || a - b,
  )
  const isSame = (a = -1, b = -1) => groupOf(a) === groupOf(b) && timeOf(a) === timeOf(b)
  for (let from = 0; from < rows; ) {
    let to = from + 1
    while (to < rows && isSame(sorted[from], sorted[to])) to += 1
    yield sorted.subarray(from, to)
    from = to
  }
}

function typical(rows: Uint32Array, { task, labels }: Answers): number {
  const values = Array.from(rows, (row) => labels[row] ?? 0)
  if (task === 'regression') return values.reduce((sum, value) => sum + value, 0) / values.length
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0]
}
