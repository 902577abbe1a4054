import { type Sql, sql } from '@trainyard/dataset'
import { fault, type Measured, measuredNumber, type ValueOutcome } from '../../kinds/check.ts'
import { expectation } from '../../kinds/expectation.ts'
import { number, text, withDefault } from '../../kinds/kwargs.ts'
import { type ColumnFacts, findColumns, isFault, type TableFacts } from '../../kinds/table.ts'

/**
 * Two columns hardly go together: Cramér's V of their values, where both are there, is at most `threshold`. It is reckoned
 * from Pearson's chi-square, of two by two values with Yates' correction. SciPy: scipy.stats.chi2_contingency.
 * Great Expectations: expect_column_pair_cramers_phi_value_to_be_less_than.
 */
export const cramersPhiLess = expectation({
  type: 'expect_column_pair_cramers_phi_value_to_be_less_than',
  kwargs: { column_A: text, column_B: text, threshold: withDefault(number, 0.1) },
  compile: ({ column_A, column_B, threshold }, table) => {
    const columns = findColumns(table, [column_A, column_B])
    if (isFault(columns)) return columns
    const [a, b] = columns
    if (!a || !b) return fault('a pair needs two columns')
    const over = (measure: Sql) => ({ from: crossed(a, b, table), measure })
    return {
      kind: 'check',
      measures: {
        all: over(sql`any_value(all_times)::DOUBLE`),
        inA: over(sql`count(DISTINCT a)`),
        inB: over(sql`count(DISTINCT b)`),
        dependence: over(sql`sum(times::DOUBLE * times / (times_a::DOUBLE * times_b))`),
        distance: over(sql`max(abs(times - times_a::DOUBLE * times_b / all_times))`),
      },
      judge: (measured) => judge(cramersV(measured), threshold),
    }
  },
})

/** How often each pair of values occurs, and each value of a pair by itself. */
function crossed(a: ColumnFacts, b: ColumnFacts, { source }: TableFacts): Sql {
  return sql`(SELECT a, b, times, sum(times) OVER (PARTITION BY a) AS times_a, sum(times) OVER (PARTITION BY b) AS times_b,
    sum(times) OVER () AS all_times FROM (SELECT ${a.sql} AS a, ${b.sql} AS b, count(*) AS times FROM ${source}
    WHERE ${a.sql} IS NOT NULL AND ${b.sql} IS NOT NULL GROUP BY 1, 2))`
}

/** Undefined where a column has but one value. Σ n²/(row · column) − 1 is the chi-square by the number of rows. */
function cramersV(measured: Measured): number | undefined {
  const [all = 0, inA = 0, inB = 0] = ['all', 'inA', 'inB'].map((name) => measuredNumber(measured, name) ?? 0)
  const least = Math.min(inA, inB) - 1
  if (least < 1) return undefined
  const plain = all * ((measuredNumber(measured, 'dependence') ?? 0) - 1)
  const statistic = inA === 2 && inB === 2 ? corrected(plain, measuredNumber(measured, 'distance') ?? 0) : plain
  return Math.min(1, Math.sqrt(Math.max(0, statistic) / all / least))
}

/** Yates' correction: of two by two values each lies equally far from what is expected, and half a row is taken off. */
function corrected(statistic: number, distance: number): number {
  return distance === 0 ? 0 : statistic * (Math.max(0, distance - 0.5) / distance) ** 2
}

function judge(value: number | undefined, threshold: number): ValueOutcome {
  return { kind: 'value', success: value !== undefined && value <= threshold, observed: value ?? null }
}
