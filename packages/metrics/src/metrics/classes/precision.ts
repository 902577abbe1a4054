import { ratio } from '../../counts.ts'
import { averageMetric, type ClassScore, classMetric } from '../../family.ts'

const score: ClassScore = {
  value: ({ hits, predicted }, index) => ratio(hits[index] ?? 0, predicted[index] ?? 0),
  limits: ({ hits, predicted }, index, level, of) => {
    const n = predicted[index] ?? 0
    return of(hits[index] ?? 0, n, level)
  },
}

/** Of the rows predicted as the class, the share that is of it; 0 where none is predicted. Interval: Wilson (1927). */
export const precision = classMetric(
  {
    name: 'precision',
    summary: 'Of the rows predicted as the class, the share that is of it; 0 where none is.',
    source: 'precision_score(average=None)',
    obstacle: () => undefined,
    carriedBy: ({ predictions, classes }, index) => [
      { named: `the rows predicted as ${classes[index]}`, has: (row) => predictions[row] === index },
    ],
  },
  score,
)

export const precisionMacro = averageMetric(
  {
    name: 'precision_macro',
    summary: 'Mean of precision over the classes seen among labels or predictions.',
    source: "precision_score(average='macro')",
    average: 'macro',
  },
  score,
)

export const precisionWeighted = averageMetric(
  {
    name: 'precision_weighted',
    summary: 'Mean of precision, each class weighted by its rows.',
    source: "precision_score(average='weighted')",
    average: 'weighted',
  },
  score,
)
