import { labelClasses } from '../../cells.ts'
import { averageMetric } from '../../family.ts'
import { recallScore } from './recall.ts'

/** Mean of recall over the classes that rows have. Interval: Wilson (1927) of each class, through MOVER. */
export const balancedAccuracy = averageMetric(
  {
    name: 'balanced_accuracy',
    summary: 'Mean of recall over the classes that rows have as label.',
    source: 'balanced_accuracy_score',
    alsoKnownAs: ['balanced_accuracy_score'],
    average: 'macro',
    over: labelClasses,
  },
  recallScore,
)
