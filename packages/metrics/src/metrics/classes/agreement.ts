import type { ClassCounts } from '../../counts.ts'
import { countsMetric } from '../../family.ts'
import type { Answers } from '../../types.ts'

/**
 * Correlation of labels and predictions, −1 … 1; over more than two classes Gorodkin's (2004) R_K. Where either never
 * varies it is 0, as scikit-learn has it.
 */
export const matthewsCorrcoef = countsMetric(
  {
    name: 'matthews_corrcoef',
    summary: 'Correlation of labels and predictions (MCC), −1 … 1; 0 where either never varies.',
    source: 'matthews_corrcoef',
    alsoKnownAs: ['mcc', 'matthews'],
    range: [-1, 1],
  },
  (counts) => {
    const { right, chance, labels, predictions } = sums(counts)
    const spread = (counts.rows ** 2 - labels) * (counts.rows ** 2 - predictions)
    return spread > 0 ? (right * counts.rows - chance) / Math.sqrt(spread) : 0
  },
)

/** Agreement beyond what the frequencies alone would give, over the most there can be. Cohen (1960). */
export const cohenKappa = countsMetric(
  {
    name: 'cohen_kappa',
    summary: 'Agreement of labels and predictions beyond chance, at most 1.',
    source: 'cohen_kappa_score',
    alsoKnownAs: ['cohen_kappa_score', 'kappa'],
    range: [-1, 1],
    obstacle: oneClassOnly,
  },
  (counts) => {
    const { right, chance } = sums(counts)
    const most = counts.rows ** 2 - chance
    return most > 0 ? (right * counts.rows - chance) / most : 0
  },
)

function oneClassOnly({ labels, predictions }: Answers): string | undefined {
  const first = labels[0]
  const same = (value: number) => value === first
  return labels.every(same) && predictions.every(same) ? 'all labels and predictions are the same class' : undefined
}

/** Rows that are right, and sums of products of the class frequencies. */
function sums({ hits, actual, predicted }: ClassCounts) {
  let [right, chance, labels, predictions] = [0, 0, 0, 0]
  for (let index = 0; index < hits.length; index += 1) {
    const [t, p] = [actual[index] ?? 0, predicted[index] ?? 0]
    right += hits[index] ?? 0
    chance += t * p
    labels += t * t
    predictions += p * p
  }
  return { right, chance, labels, predictions }
}
