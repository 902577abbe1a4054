import { tango } from '@trainyard/statistics'
import { unitWeights, weightedMean } from '../../counts.ts'
import { shareMethods } from '../../family.ts'
import { allRows } from '../../intervals/carriers.ts'
import { discordance } from '../../intervals/paired.ts'
import { shareLimits } from '../../intervals/share.ts'
import type { Answers, Metric } from '../../types.ts'

/** Share of rows whose label is among the k most probable classes. Interval: Wilson (1927); difference: Tango (1998). */
export function topK(k: number): Metric {
  const share = (answers: Answers) => {
    const hits = Float64Array.from(answers.labels, (_, row) => (isHit(answers, k, row) ? 1 : 0))
    return (weights: Float64Array) => weightedMean(hits, weights)
  }
  return {
    name: `top_${k}_accuracy`,
    summary: `Share of rows whose label is among the ${k} most probable classes.`,
    source: `top_k_accuracy_score(k=${k})`,
    alsoKnownAs: [`top_${k}`, `top${k}`],
    task: 'classification',
    better: 'higher',
    ofClass: 'never',
    needsProbabilities: true,
    obstacle: ({ classes }) => (classes.length > k ? undefined : `with ${classes.length} classes it is always 1`),
    ofShare: true,
    methods: shareMethods,
    carriedBy: allRows,
    evaluator: share,
    limits: (answers, _, { levels }) => {
      const hits = share(answers)(unitWeights(answers)) * answers.rows
      return levels.map((level) => shareLimits(Math.round(hits), answers.rows, level))
    },
    difference: (pair, _, { levels }) => {
      const right = (answers: Answers) => (row: number) => isHit(answers, k, row)
      const compared = discordance(pair, () => true, right)
      return levels.map((level) => tango(compared, level))
    },
  }
}

export const [top2Accuracy, top3Accuracy, top5Accuracy] = [topK(2), topK(3), topK(5)] as const

/** Fewer than k classes come before the label's. Of equally probable ones the last comes first, as in scikit-learn. */
function isHit({ classes, labels, probabilities }: Answers, k: number, row: number): boolean {
  const label = labels[row] ?? 0
  const at = row * classes.length
  const own = probabilities?.[at + label] ?? 0
  let before = 0
  for (let index = 0; index < classes.length; index += 1) {
    const other = probabilities?.[at + index] ?? 0
    if (other > own || (other === own && index > label)) before += 1
  }
  return before < k
}
