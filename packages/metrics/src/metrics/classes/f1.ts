import { type ClassCounts, ratio } from '../../counts.ts'
import { averageMetric, type ClassScore, classMetric } from '../../family.ts'

/**
 * With J = hits / rows that are of the class or predicted as it, F1 = 2J / (1 + J), which grows with J; and J is a plain
 * proportion. So Wilson's limits of J are turned into limits of F1.
 */
const score: ClassScore = {
  value: ({ hits, actual, predicted }, index) =>
    ratio(2 * (hits[index] ?? 0), (actual[index] ?? 0) + (predicted[index] ?? 0)),
  limits: (counts, index, level, of) => {
    const union = either(counts, index)
    const { low, high } = of(counts.hits[index] ?? 0, union, level)
    return { low: (2 * low) / (1 + low), high: (2 * high) / (1 + high), level, method: 'wilson' }
  },
}

/** Harmonic mean of precision and recall of the class. Interval: Wilson (1927), through the Jaccard index. */
export const f1 = classMetric(
  {
    name: 'f1',
    summary: 'Harmonic mean of precision and recall of the class.',
    source: 'f1_score(average=None)',
    alsoKnownAs: ['f1_score', 'fscore'],
    methods: { interval: 'as of shares, through the Jaccard index', difference: 'paired bootstrap' },
  },
  score,
)

export const f1Macro = averageMetric(
  {
    name: 'f1_macro',
    summary: 'Mean of F1 over the classes seen among labels or predictions.',
    source: "f1_score(average='macro')",
    average: 'macro',
  },
  score,
)

export const f1Weighted = averageMetric(
  {
    name: 'f1_weighted',
    summary: 'Mean of F1, each class weighted by its rows.',
    source: "f1_score(average='weighted')",
    average: 'weighted',
  },
  score,
)

function either({ hits, actual, predicted }: ClassCounts, index: number): number {
  return (actual[index] ?? 0) + (predicted[index] ?? 0) - (hits[index] ?? 0)
}
