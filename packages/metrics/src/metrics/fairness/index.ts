import type { MetricFamily } from '../../parameters.ts'
import { fairnessFamily } from './family.ts'

/** Differences between groups of people, or of anything: names and definitions are Fairlearn's, between groups, worst case. */
export const fairnessFamilies: readonly MetricFamily[] = [
  fairnessFamily({
    name: 'demographic_parity_difference',
    summary: 'Greatest less smallest share of a group that is predicted as the class.',
    comparison: 'difference',
    over: ['all'],
  }),
  fairnessFamily({
    name: 'demographic_parity_ratio',
    summary: 'Smallest share of a group that is predicted as the class, over the greatest.',
    alsoKnownAs: ['disparate_impact'],
    comparison: 'ratio',
    over: ['all'],
  }),
  fairnessFamily({
    name: 'equalized_odds_difference',
    summary: 'The greater of two differences between groups: of true positive rates, and of false positive rates.',
    alsoKnownAs: ['equalised_odds_difference'],
    comparison: 'difference',
    over: ['positive', 'negative'],
  }),
  fairnessFamily({
    name: 'equalized_odds_ratio',
    summary: 'The smaller of two ratios between groups: of true positive rates, and of false positive rates.',
    alsoKnownAs: ['equalised_odds_ratio'],
    comparison: 'ratio',
    over: ['positive', 'negative'],
  }),
  fairnessFamily({
    name: 'equal_opportunity_difference',
    summary: 'Greatest less smallest true positive rate of a group.',
    comparison: 'difference',
    over: ['positive'],
  }),
  fairnessFamily({
    name: 'equal_opportunity_ratio',
    summary: 'Smallest true positive rate of a group, over the greatest.',
    comparison: 'ratio',
    over: ['positive'],
  }),
]
