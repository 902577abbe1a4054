import { ksDistance, ksOneSampleP } from '@trainyard/statistics'
import { expectation } from '../../kinds/expectation.ts'
import { probability, text, withDefault } from '../../kinds/kwargs.ts'
import { cdfOf, distribution, fitting, params, positional } from './kolmogorov/families.ts'
import { sampleStep } from './kolmogorov/sample.ts'

/**
 * The Kolmogorov–Smirnov test does not tell the column's values from a distribution: its p-value is at least `p_value`. The
 * parameters are those of SciPy's cdf: `mean`, `std_dev` of `norm`; `alpha`, `beta`, `loc`, `scale` of `beta`; `alpha`,
 * `loc`, `scale` of `gamma`; `min`, `max` of `uniform`, where `max` is the width; `df`, `loc`, `scale` of `chi2`; `loc`,
 * `scale` of `expon`. The last two of each may be left out. SciPy: scipy.stats.kstest. Of Great Expectations 0.x; 1.x has it no more.
 * Great Expectations: expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than.
 */
export const parameterizedKsGreater = expectation({
  type: 'expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than',
  kwargs: { column: text, distribution, params, p_value: withDefault(probability, 0.05) },
  agree: fitting,
  compile: ({ column, p_value, ...member }, table) => {
    const cdf = cdfOf(member)
    return sampleStep(column, table, (values) => {
      const distance = ksDistance(values.map(cdf))
      const p = ksOneSampleP(distance, values.length)
      const details = { expected_params: positional(member), observed_ks_result: [distance, p] }
      return { success: p >= p_value, observed: p, details }
    })
  },
})
