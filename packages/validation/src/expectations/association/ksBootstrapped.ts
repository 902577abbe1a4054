import { type Random, seededRandom } from '@trainyard/ports'
import { ksCriticalDistance, ksDistance } from '@trainyard/statistics'
import { expectation } from '../../kinds/expectation.ts'
import { custom, optional, probability, text, withDefault } from '../../kinds/kwargs.ts'
import { type Bins, closedBins } from './divergence/partition.ts'
import { cumulated, observedPartition } from './kolmogorov/histogram.ts'
import { sampleStep } from './kolmogorov/sample.ts'

const SEED = 1

const size = custom(
  'a whole number, 1 or more',
  (value): value is number => Number.isInteger(value) && Number(value) > 0,
)

/**
 * Small samples of the column are seldom told from bins by the Kolmogorov–Smirnov test: the share of those whose p-value is at
 * least `p` is greater than `p`. Observed is (1 + such samples) / (1 + all samples). There are `bootstrap_samples`, each of
 * `bootstrap_sample_size` values, drawn with replacement; by default 1000 and twice the number of bins. In a bin the expected
 * distribution is uniform. Draws are the same in every run. Of Great Expectations 0.x; 1.x has it no more.
 * Great Expectations: expect_column_bootstrapped_ks_test_p_value_to_be_greater_than.
 */
export const bootstrappedKsGreater = expectation({
  type: 'expect_column_bootstrapped_ks_test_p_value_to_be_greater_than',
  kwargs: {
    column: text,
    partition_object: closedBins,
    p: withDefault(probability, 0.05),
    bootstrap_samples: withDefault(size, 1000),
    bootstrap_sample_size: optional(size),
  },
  compile: ({ column, partition_object: expected, p, ...drawn }, table) => {
    const [samples, rows] = [drawn.bootstrap_samples, drawn.bootstrap_sample_size ?? 2 * expected.weights.length]
    const limit = ksCriticalDistance(p, rows)
    return sampleStep(column, table, (values) => {
      const near = distances(shares(values, expected), samples, rows, seededRandom(SEED)).filter((d) => d <= limit)
      const observed = (1 + near.length) / (1 + samples)
      const counts = { bootstrap_samples: samples, bootstrap_sample_size: rows }
      return { success: observed > p, observed, values: { details: { ...counts, ...compared(values, expected) } } }
    })
  },
})

/** How far each sample lies from the expected distribution. */
function distances(all: Float64Array, samples: number, rows: number, random: Random): Float64Array {
  const sample = new Float64Array(rows)
  return new Float64Array(samples).map(() => {
    for (let at = 0; at < rows; at += 1) sample[at] = all[Math.floor(random() * all.length)] ?? 0
    return ksDistance(sample.sort())
  })
}

/** The expected distribution function at each of the increasing values: straight lines between the edges. */
function shares(values: Float64Array, expected: Bins): Float64Array {
  const { x, cdf_values: sums } = cumulated(expected)
  let bin = 0
  return values.map((value) => {
    while (bin < x.length - 2 && value >= (x[bin + 1] ?? 0)) bin += 1
    const [from = 0, to = 0] = [x[bin], x[bin + 1]]
    const [low = 0, high = 0] = [sums[bin], sums[bin + 1]]
    return low + (high - low) * Math.min(1, Math.max(0, (value - from) / (to - from)))
  })
}

function compared(values: Float64Array, expected: Bins): object {
  const observed = observedPartition(values, expected)
  return {
    observed_partition: observed,
    expected_partition: { bins: expected.bins, weights: expected.weights },
    observed_cdf: cumulated(observed),
    expected_cdf: cumulated(expected),
  }
}
