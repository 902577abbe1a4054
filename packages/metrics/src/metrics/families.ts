import { intervalParameter, type ShareOf, shares, withExactInterval } from '../intervals/exact.ts'
import type { MetricFamily, Parameter, ParameterValues } from '../parameters.ts'
import { atThreshold, thresholdParameter } from '../threshold.ts'
import type { Metric } from '../types.ts'
import { accuracy } from './classes/accuracy.ts'
import { cohenKappa, matthewsCorrcoef } from './classes/agreement.ts'
import { balancedAccuracy } from './classes/balanced-accuracy.ts'
import { averageParameter, betaParameter, fBeta } from './classes/f-beta.ts'
import { f1, f1Macro, f1Weighted } from './classes/f1.ts'
import { f1Micro, precisionMicro, recallMicro } from './classes/micro.ts'
import { precision, precisionMacro, precisionWeighted } from './classes/precision.ts'
import { recall, recallMacro, recallWeighted } from './classes/recall.ts'
import { specificity } from './classes/specificity.ts'
import { fairnessFamilies } from './fairness/index.ts'
import { d2Pinball, pinball } from './numbers/pinball.ts'
import { calibrationError } from './probabilities/calibration-error.ts'
import { rocAucOf } from './probabilities/roc-auc-pairs.ts'
import { topK } from './probabilities/top-k.ts'
import { meanAveragePrecision } from './ranking/mean-average-precision.ts'
import { ndcg } from './ranking/ndcg.ts'

/** Every metric that takes parameters. Names of plain metrics occur again: `precision`, `precision(threshold=0.7)`. */
export const families: readonly MetricFamily[] = [
  {
    name: 'f_beta',
    summary: 'Weighted harmonic mean of precision and recall: recall counts beta² times as much.',
    source: 'fbeta_score',
    alsoKnownAs: ['fbeta', 'fbeta_score'],
    example: 'f_beta(2)[yes]',
    parameters: [betaParameter, averageParameter, thresholdParameter],
    make: ({ beta, average, threshold }) => withThreshold(fBeta(Number(beta), average), threshold),
  },
  averaged(
    precision,
    'precision(threshold=0.7)[yes]',
    {
      macro: precisionMacro,
      micro: precisionMicro,
      weighted: precisionWeighted,
    },
    shares.precision,
  ),
  averaged(
    recall,
    'recall(average=macro)',
    { macro: recallMacro, micro: recallMicro, weighted: recallWeighted },
    shares.recall,
  ),
  averaged(f1, 'f1(threshold=0.3)[yes]', { macro: f1Macro, micro: f1Micro, weighted: f1Weighted }),
  cut(accuracy, shares.accuracy),
  cut(specificity, shares.specificity),
  ...[balancedAccuracy, matthewsCorrcoef, cohenKappa].map((metric) => cut(metric)),
  {
    name: 'top_k',
    summary: 'Share of rows whose label is among the k most probable classes.',
    source: 'top_k_accuracy_score',
    alsoKnownAs: ['top_k_accuracy', 'top_k_accuracy_score'],
    example: 'top_k(4)',
    parameters: [
      { name: 'k', what: 'how many classes', kind: 'integer', range: [1, Number.POSITIVE_INFINITY], required: true },
    ],
    make: ({ k }) => topK(Number(k)),
  },
  {
    name: 'roc_auc',
    summary: 'Area under the ROC curve, over classes against the rest or over pairs of classes.',
    source: 'roc_auc_score',
    example: 'roc_auc(multi_class=ovo)',
    parameters: [
      {
        name: 'multi_class',
        what: 'each class against the rest, or each pair of classes',
        kind: 'choice',
        choices: ['ovr', 'ovo'],
      },
      { name: 'average', what: 'plain mean, or weighted by rows', kind: 'choice', choices: ['macro', 'weighted'] },
    ],
    make: ({ multi_class: multi, average }) =>
      rocAucOf(multi === 'ovo' ? 'ovo' : 'ovr', average === 'weighted' ? 'weighted' : 'macro'),
  },
  {
    name: 'calibration_error',
    summary: 'Expected calibration error over bins of equal width; of the second of two classes, else of the answer.',
    source: '',
    alsoKnownAs: ['ece', 'expected_calibration_error'],
    example: 'calibration_error(10)',
    parameters: [{ name: 'bins', what: 'how many bins', kind: 'integer', range: [2, 1000], required: true }],
    make: ({ bins }) => calibrationError(Number(bins)),
  },
  {
    name: 'ndcg',
    summary: 'Discounted gain of the order of the rows in each group, over that of the best order; mean over groups.',
    source: 'ndcg_score',
    alsoKnownAs: ['ndcg_score'],
    example: 'ndcg(10)',
    parameters: [{ name: 'k', what: 'first rows of a group', kind: 'integer', range: [1, Number.POSITIVE_INFINITY] }],
    make: ({ k }) => ndcg(k === undefined ? undefined : Number(k)),
  },
  {
    name: 'map',
    summary: meanAveragePrecision.summary,
    source: 'average_precision_score',
    alsoKnownAs: ['mean_average_precision'],
    example: 'map',
    parameters: [],
    make: () => meanAveragePrecision,
  },
  quantiles('pinball', 'mean_pinball_loss', 'Loss of answers meant as the alpha quantile.', pinball),
  quantiles('d2_pinball', 'd2_pinball_score', 'Share of the pinball loss saved over the labels’ quantile.', d2Pinball),
  ...fairnessFamilies,
]

/** A metric of one class with its means over classes. */
function averaged(
  metric: Metric,
  example: string,
  means: Readonly<Record<string, Metric>>,
  share?: ShareOf,
): MetricFamily {
  return {
    ...described(metric, example),
    parameters: [averageParameter, thresholdParameter, ...exactly(share)],
    make: ({ average, threshold, interval }: ParameterValues) => {
      const mean = means[average ?? '']
      if (mean && interval) return { ...mean, obstacle: () => 'an exact interval is for one class, not for a mean' }
      return withThreshold(mean ?? withInterval(metric, interval, share), threshold)
    },
  }
}

/** A metric of predicted classes that only a threshold changes. */
function cut(metric: Metric, share?: ShareOf): MetricFamily {
  return {
    ...described(metric, `${metric.name}(threshold=0.7)`),
    parameters: [thresholdParameter, ...exactly(share)],
    make: ({ threshold, interval }: ParameterValues) => withThreshold(withInterval(metric, interval, share), threshold),
  }
}

function quantiles(name: string, source: string, summary: string, make: (alpha: number) => Metric): MetricFamily {
  return {
    name,
    source,
    summary,
    alsoKnownAs: [source],
    example: `${name}(0.9)`,
    parameters: [{ name: 'alpha', what: 'the quantile', kind: 'number', range: [0, 1], open: true, required: true }],
    make: ({ alpha }) => make(Number(alpha)),
  }
}

function described({ name, summary, source }: Metric, example: string) {
  return { name, summary, source, example }
}

/** Shares have an exact interval, too. */
function exactly(share: ShareOf | undefined): readonly Parameter[] {
  return share ? [intervalParameter] : []
}

function withInterval(metric: Metric, interval: number | string | undefined, share: ShareOf | undefined): Metric {
  return interval === 'exact' && share ? withExactInterval(metric, share) : metric
}

function withThreshold(metric: Metric, threshold: number | string | undefined): Metric {
  return threshold === undefined ? metric : atThreshold(metric, Number(threshold))
}
