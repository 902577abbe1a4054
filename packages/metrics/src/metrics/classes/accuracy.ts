import { classCounts, ofCounts, unitWeights } from '../../counts.ts'
import { shareMethods } from '../../family.ts'
import { allRows } from '../../intervals/carriers.ts'
import { pairedShare } from '../../intervals/paired.ts'
import { shareLimits } from '../../intervals/share.ts'
import type { Metric } from '../../types.ts'

/** Share of rows whose predicted class is the label. Interval: Wilson (1927); difference: Tango (1998). */
export const accuracy: Metric = {
  name: 'accuracy',
  summary: 'Share of rows whose predicted class is the label.',
  source: 'accuracy_score',
  alsoKnownAs: ['accuracy_score', 'acc'],
  task: 'classification',
  better: 'higher',
  ofClass: 'never',
  needsProbabilities: false,
  ofPredictions: true,
  obstacle: () => undefined,
  carriedBy: allRows,
  evaluator: ofCounts(({ hits, rows }) => sum(hits) / rows),
  limits: (answers, _, { levels }) => {
    const { hits, rows } = classCounts(answers, unitWeights(answers))
    return levels.map((level) => shareLimits(sum(hits), rows, level))
  },
  difference: pairedShare(() => true),
  ofShare: true,
  methods: shareMethods,
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}
