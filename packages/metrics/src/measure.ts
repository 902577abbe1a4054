import { InputError, sha256 } from '@trainyard/ports'
import { rowWeights } from './counts.ts'
import { areFew, carriersOf, fewestOthers, fewestUnits, fewWords } from './intervals/carriers.ts'
import { designDifference, designLimits, hasDesign } from './intervals/design.ts'
import { limitsInTime } from './intervals/in-time.ts'
import { nothingKnown } from './intervals/paired.ts'
import { hasWidth } from './intervals/width.ts'
import type { Answers, Interval, IntervalRequest, Metric, Pair } from './types.ts'

/** The level shown, the one whose limits are the one-sided 95 % bounds that decide, and where asked that of a family. */
function levelsFor(family: number): readonly number[] {
  return family > 1 ? [0.95, 0.9, 1 - 0.1 / family] : [0.95, 0.9]
}

export interface MeasureOptions {
  /** By default 2,000. */
  readonly resamples?: number
  /** By default 0. */
  readonly seed?: number
  /** Of how many measurements, any of which may refute a rule, this is one. By default it is alone. */
  readonly family?: number
}

/** A value with how sure one can be of it. */
export interface Measured {
  readonly value: number
  /** Two-sided 95 %. Absent where no resample differs from another, so that nothing can be said. */
  readonly interval?: Interval
  /** Why there is no interval, where that is known. */
  readonly unsure?: string
  /** One-sided 95 % each. */
  readonly bounds?: Bounds
  /** One-sided, at 5 % over the number of measurements in the family (Bonferroni): what refutes. */
  readonly refuting?: Bounds
  /** How many measurements that are, where it is not alone. */
  readonly family?: number
}

export interface Bounds {
  readonly low: number
  readonly high: number
}

/** A metric that has no value on these answers; its message says why. */
export class UndefinedMetric extends InputError {
  readonly metric: string

  constructor(metric: string, reason: string) {
    super(`${metric} cannot be computed: ${reason}`, { remedy: 'Leave it out, or evaluate rows on which it exists.' })
    this.metric = metric
  }
}

/**
 * The metric's value, finite.
 * @param classIndex the class it is of, −1 where it is of none
 * @throws UndefinedMetric where it does not exist on these answers
 */
export function metricValue(metric: Metric, answers: Answers, classIndex = -1): number {
  const reason = obstacleTo(metric, answers, classIndex)
  if (reason) throw new UndefinedMetric(metricLabel(metric, answers, classIndex), reason)
  const value = metric.evaluator(answers, classIndex)(rowWeights(answers))
  if (Number.isFinite(value)) return value
  throw new UndefinedMetric(metricLabel(metric, answers, classIndex), `its value is ${value}`)
}

/** Why the metric has no value on these answers; `undefined` where it has one. */
export function obstacleTo(metric: Metric, answers: Answers, classIndex = -1): string | undefined {
  if (answers.rows === 0) return 'there are no rows'
  if (metric.task !== answers.task) return `it is for ${metric.task}, and the target is one of ${answers.task}`
  if (metric.needsProbabilities && !answers.probabilities) return 'it needs one probability per class'
  return metric.obstacle(answers, classIndex)
}

/** Value, the two-sided 95 % interval to show, and the one-sided 95 % bounds that decide. */
export function measure(metric: Metric, answers: Answers, classIndex = -1, options: MeasureOptions = {}): Measured {
  const value = metricValue(metric, answers, classIndex)
  const request = requestFor(metric, answers, classIndex, options)
  const limits =
    hasDesign(answers) && !metric.ownDesign
      ? designLimits(metric, answers, classIndex, request)
      : metric.limits(answers, classIndex, request)
  return { value, ...sureness(limits, metric, answers, classIndex), ...familyOf(options) }
}

/** The same for candidate minus champion, paired row by row. */
export function measureDifference(metric: Metric, pair: Pair, classIndex = -1, options: MeasureOptions = {}): Measured {
  const value = metricValue(metric, pair.candidate, classIndex) - metricValue(metric, pair.champion, classIndex)
  const request = requestFor(metric, pair.candidate, classIndex, options)
  const found = differenceLimits(metric, pair, classIndex, request)
  const limits = isInTime(metric, pair.candidate) ? limitsInTime(metric, pair, classIndex, request, found) : found
  return { value, ...sureness(limits, metric, pair.candidate, classIndex), ...familyOf(options) }
}

/** Where few rows carry a value the difference of two of them has no limits that hold. */
function differenceLimits(metric: Metric, pair: Pair, classIndex: number, request: IntervalRequest) {
  if (metric.ownDesign) return metric.difference(pair, classIndex, request)
  if (hasDesign(pair.candidate)) return designDifference(metric, pair, classIndex, request)
  return areFew(carriersOf(metric, pair.candidate, classIndex), fewestOthers)
    ? request.levels.map(nothingKnown)
    : metric.difference(pair, classIndex, request)
}

/** Groups that the user names say better than time what depends on what. */
function isInTime({ ownDesign }: Metric, { order, groups }: Answers): boolean {
  return order !== undefined && groups === undefined && !ownDesign
}

function familyOf({ family = 1 }: MeasureOptions): Pick<Measured, 'family'> {
  return family > 1 ? { family } : {}
}

/** `recall[Gentoo]`, `accuracy`. */
export function metricLabel({ name }: Metric, { classes }: Answers, classIndex: number): string {
  return classIndex < 0 ? name : `${name}[${classes[classIndex] ?? classIndex}]`
}

/** What the limits tell; where that is nothing, why. */
function sureness(
  limits: readonly Interval[],
  metric: Metric,
  answers: Answers,
  classIndex: number,
): Omit<Measured, 'value'> {
  const found = decisive(limits)
  if (found.interval || metric.ownDesign) return found
  if (metric.onlyIndependent && hasDesign(answers)) return { unsure: metric.onlyIndependent }
  const carriers = carriersOf(metric, answers, classIndex)
  const fewest = hasDesign(answers) ? fewestUnits : fewestOthers
  return areFew(carriers, fewest) ? { unsure: fewWords(carriers, answers, fewest) } : found
}

function decisive([interval, deciding, refuting]: readonly Interval[]): Omit<Measured, 'value'> {
  if (!interval || !deciding || !hasWidth(interval) || !hasWidth(deciding)) return {}
  const bounds = { low: deciding.low, high: deciding.high }
  return { interval, bounds, ...(refuting && { refuting: { low: refuting.low, high: refuting.high } }) }
}

/** Each metric draws from a seed of its own, so that adding one does not move the others. */
function requestFor(metric: Metric, answers: Answers, classIndex: number, options: MeasureOptions): IntervalRequest {
  const label = metricLabel(metric, answers, classIndex)
  const seed = Number.parseInt(sha256(`${options.seed ?? 0}\0${label}`).slice(0, 8), 16)
  return { levels: levelsFor(options.family ?? 1), resamples: options.resamples ?? 2000, seed }
}
