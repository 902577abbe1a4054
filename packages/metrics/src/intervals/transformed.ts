import { type Evaluator, type Interval, jackknifeVariance, tQuantile } from '@trainyard/statistics'
import { unitWeights } from '../counts.ts'
import type { Answers, IntervalRequest } from '../types.ts'
import { type Groups, leaveOut, randomGroups } from './left-out.ts'
import { hasFewOthers, nothingKnown } from './paired.ts'

/** Student's limits of 1 − v on the scale of its logarithm, v being a share that is saved; its deviation by jackknife. */
export function logRatioLimits(
  answers: Answers,
  evaluate: Evaluator,
  { levels, seed }: IntervalRequest,
): readonly Interval[] {
  if (hasFewOthers(answers)) return levels.map(nothingKnown)
  const groups = randomGroups(answers.rows, seed)
  const left = 1 - evaluate(unitWeights(answers))
  const deviation = jackknifeDeviation(leaveOut(answers, evaluate, groups)) / left
  return levels.map((level) => {
    const reach = tQuantile((1 + level) / 2, groups.count - 1) * deviation
    return { low: 1 - left * Math.exp(reach), high: 1 - left * Math.exp(-reach), level, method: 'log-jackknife' }
  })
}

export interface Share {
  readonly estimate: number
  /** Values without each group of rows. */
  readonly without: (groups: Groups) => Float64Array
  /** Rows that carry it, such as those of the rarest class: degrees of freedom, and one more. */
  readonly carriers: number
}

/** Student's limits of a share on the scale of its logit, which keeps them within 0 and 1. Compare Boyd, Eng and Page (2013). */
export function logitLimits(
  { rows }: Answers,
  { estimate, without, carriers }: Share,
  { levels, seed }: IntervalRequest,
): readonly Interval[] {
  const groups = randomGroups(rows, seed)
  const deviation = jackknifeDeviation(without(groups)) / (estimate * (1 - estimate))
  const logit = Math.log(estimate / (1 - estimate))
  const within = (value: number) => 1 / (1 + Math.exp(-value))
  return levels.map((level) => {
    const freedom = Math.max(1, Math.min(carriers, groups.count) - 1)
    const reach = tQuantile((1 + level) / 2, freedom) * deviation
    return { low: within(logit - reach), high: within(logit + reach), level, method: 'logit-jackknife' }
  })
}

/** Standard deviation of a statistic by the values without each group, of those that exist. */
function jackknifeDeviation(values: Float64Array): number {
  return Math.sqrt(jackknifeVariance([...values].filter(Number.isFinite)))
}
