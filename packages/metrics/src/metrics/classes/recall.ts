import { ratio } from '../../counts.ts'
import { averageMetric, type ClassScore, classMetric, shareMethods } from '../../family.ts'
import { pairedShare } from '../../intervals/paired.ts'

export const recallScore: ClassScore = {
  value: ({ hits, actual }, index) => ratio(hits[index] ?? 0, actual[index] ?? 0),
  limits: ({ hits, actual }, index, level, of) => {
    const n = actual[index] ?? 0
    return of(hits[index] ?? 0, n, level)
  },
}

/** Of the rows of the class, the share predicted as it. Interval: Wilson (1927); difference: Tango (1998). */
export const recall = classMetric(
  {
    name: 'recall',
    summary: 'Of the rows of the class, the share predicted as it.',
    source: 'recall_score(average=None)',
    alsoKnownAs: ['sensitivity', 'true_positive_rate'],
    ofShare: true,
    methods: shareMethods,
    difference: pairedShare((label, classIndex) => label === classIndex),
  },
  recallScore,
)

export const recallMacro = averageMetric(
  {
    name: 'recall_macro',
    summary: 'Mean of recall over the classes seen among labels or predictions.',
    source: "recall_score(average='macro')",
    average: 'macro',
  },
  recallScore,
)

export const recallWeighted = averageMetric(
  {
    name: 'recall_weighted',
    summary: 'Mean of recall, each class weighted by its rows: the same number as accuracy.',
    source: "recall_score(average='weighted')",
    average: 'weighted',
  },
  recallScore,
)
