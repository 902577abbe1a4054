import { designDifference, designLimits } from '../../intervals/design.ts'
import type { Answers, Metric } from '../../types.ts'

/** Rows of one group: true relevance, and the score they are ranked by. */
export interface RankedGroup {
  readonly relevance: Float64Array
  readonly score: Float64Array
}

/** Mean over groups of a value of each group's ranking. A group weighs what its first row weighs. */
export function groupMetric(
  described: Pick<Metric, 'name' | 'summary' | 'source'>,
  value: (group: RankedGroup) => number,
): Metric {
  const metric: Metric = {
    ...described,
    task: 'regression',
    better: 'higher',
    ofClass: 'never',
    needsProbabilities: false,
    range: [0, 1],
    methods: { interval: 'Wilson over effective groups', difference: "Student's t, deviation by leaving out groups" },
    obstacle: ({ groups, labels }) => {
      if (groups === undefined) return 'it needs groups: name their column by evaluate.group'
      return labels.some((label) => label < 0) ? 'a label is negative, and relevance is not' : undefined
    },
    evaluator: (answers) => {
      const members = rowsByGroup(answers)
      const values = members.map((rows) => value(groupOf(answers, rows)))
      return (weights) => {
        let [sum, count] = [0, 0]
        for (const [at, rows] of members.entries()) {
          const weight = weights[rows[0] ?? 0] ?? 0
          sum += weight * (values[at] ?? 0)
          count += weight
        }
        return sum / count
      }
    },
    limits: (answers, classIndex, request) => designLimits(metric, answers, classIndex, request),
    difference: (pair, classIndex, request) => designDifference(metric, pair, classIndex, request),
  }
  return metric
}

function rowsByGroup({ groups = new Uint32Array() }: Answers): readonly (readonly number[])[] {
  const rows: number[][] = []
  for (const [row, group] of groups.entries()) {
    const members = rows[group] ?? []
    rows[group] = members
    members.push(row)
  }
  return rows.filter((members) => members !== undefined)
}

function groupOf({ labels, predictions }: Answers, rows: readonly number[]): RankedGroup {
  return {
    relevance: Float64Array.from(rows, (row) => labels[row] ?? 0),
    score: Float64Array.from(rows, (row) => predictions[row] ?? 0),
  }
}

/** Places from the highest score down, as runs of equal scores. */
export function runsOf(score: Float64Array): readonly (readonly number[])[] {
  const order = [...score.keys()].sort((a, b) => (score[b] ?? 0) - (score[a] ?? 0))
  const runs: number[][] = []
  for (const place of order) {
    const last = runs.at(-1)
    if (last && score[last[0] ?? 0] === score[place]) last.push(place)
    else runs.push([place])
  }
  return runs
}
