import type { Metric } from '@trainyard/metrics'
import type { Problem } from '@trainyard/ports'

export type Fault = Pick<Problem, 'message' | 'remedy'>

/** What a value is held against. */
export interface Bound {
  readonly intent: 'floor' | 'ceiling' | 'non-inferior' | 'superior' | 'not-suspicious'
  /** Constant, or allowed difference: the value must lie above it, or below it for errors and losses. */
  readonly bound: number
  /** Left out, the bound is a constant; else it is of candidate minus this. */
  readonly against?: Rival
}

/**
 * What the candidate can be compared with: the model in use, the best answer that is always the same, the label before in
 * time, the model of a run, or of disturbed rows itself on the rows as they are.
 */
export type Rival = 'champion' | 'baseline' | 'last-value' | 'unchanged' | RunRival

/** A run of the tracker, by its id or the beginning of it, `latest`, or an alias or version of the project's model. */
export type RunRival = `run:${string}`

export function isRunRival(rival: string | undefined): rival is RunRival {
  return rival?.startsWith('run:') === true
}

export const form =
  "Rules read: accuracy >= 0.90, recall[Gentoo] >= 0.9, rmse <= 4.2, accuracy >= champion - 0.01, accuracy non-inferior to champion within 0.01, accuracy superior to baseline by 0.1, accuracy >= 0.8 for every island, accuracy suspicious above 0.999. Put quotes around one with ': ' in it."

/** The right side of a rule: a number, or the champion or baseline and a margin. */
export function readBound(metric: Metric, right: string): Bound | Fault {
  const number = plainNumber(right)
  if (number === undefined) return readMargin(metric, right)
  return outOfReach(metric, number) ?? { intent: metric.better === 'higher' ? 'floor' : 'ceiling', bound: number }
}

/** What would be too good to be true: `suspicious above 0.999`, `suspicious beyond champion by 0.05`. */
export function readSuspicion(metric: Metric, side: string, right: string): Bound | Fault {
  const wanted = metric.better === 'higher' ? 'above' : 'below'
  if (side === 'beyond') return readBeyond(metric, right)
  if (side !== wanted)
    return {
      message: `${metric.name} is the better the ${metric.better}: too good is ${wanted}`,
      remedy: `Write: ${metric.name} suspicious ${wanted} ${right}`,
    }
  const read = readBound(metric, right)
  return 'message' in read ? read : { ...read, intent: 'not-suspicious' }
}

/** `beyond` is the good side, whichever that is. */
function readBeyond(metric: Metric, right: string): Bound | Fault {
  const [, rival, margin] = /^(champion|baseline|last-value|unchanged|run:\S+)\s+by\s+(\S+)$/.exec(right) ?? []
  const read = isRival(rival) ? withMargin(metric, rival, margin, 'better') : readBound(metric, right)
  return 'message' in read ? read : { ...read, intent: 'not-suspicious' }
}

/** What the metric's own direction makes of `non-inferior to champion within 0.01` and `superior to baseline by 0.1`. */
export function readIntent(metric: Metric, intent: string, rival: string, margin: string | undefined): Bound | Fault {
  if (!isRival(rival)) return { message: `unknown rival '${rival}'`, remedy: form }
  const read = withMargin(metric, rival, margin, intent === 'superior' ? 'better' : 'worse')
  return 'message' in read ? read : { ...read, intent: intent === 'superior' ? intent : 'non-inferior' }
}

function isRival(word: string | undefined): word is Rival {
  return ['champion', 'baseline', 'last-value', 'unchanged'].includes(word ?? '') || isRunRival(word)
}

/** The rival, and how much better than it, or worse, the candidate's value may be. */
function withMargin(metric: Metric, rival: Rival, margin: string | undefined, side: 'better' | 'worse'): Bound | Fault {
  const sign = (metric.better === 'higher') === (side === 'better') ? '+' : '-'
  return readMargin(metric, margin === undefined ? rival : `${rival} ${sign} ${margin}`)
}

const relative = /^(champion|baseline|last-value|unchanged|run:\S+)(?:\s*([+\-−*])\s*(\S+))?$/

function readMargin(metric: Metric, right: string): Bound | Fault {
  const [whole, rival, sign, margin] = relative.exec(right) ?? []
  if (whole === undefined) return { message: `'${right}' is neither a number nor 'champion ± a number'`, remedy: form }
  if (sign === '*')
    return {
      message: `a share of the ${rival} is not a rule: near zero, and for negative metrics, it says something else`,
      remedy: `Write a margin: ${rival} + 0.1`,
    }
  const size = margin === undefined ? 0 : plainNumber(margin)
  if (size === undefined || size < 0) return { message: `'${margin}' is not a margin`, remedy: form }
  if (rangeOf(metric)[1] - rangeOf(metric)[0] <= size)
    return { message: `a margin of ${size} decides nothing: ${metric.name} ${described(metric)}`, remedy: form }
  const bound = sign === '+' ? size : 0 - size
  const lenient = metric.better === 'higher' ? bound <= 0 : bound >= 0
  return { intent: lenient ? 'non-inferior' : 'superior', bound, against: isRival(rival) ? rival : 'champion' }
}

/** Between what a metric can lie. Accuracy, precision, recall, F1 and areas are shares. */
function rangeOf({ task, better, range }: Metric): readonly [number, number] {
  if (range) return range
  if (better === 'lower') return [0, Number.POSITIVE_INFINITY]
  return task === 'regression' ? [Number.NEGATIVE_INFINITY, 1] : [0, 1]
}

function outOfReach(metric: Metric, bound: number): Fault | undefined {
  const [least, most] = rangeOf(metric)
  if (bound >= least && bound <= most) return undefined
  return {
    message: `${metric.name} ${described(metric)}, so that a bound of ${bound} decides nothing`,
    remedy: most === 1 && bound > 1 && bound <= 100 ? `Did you mean ${bound / 100}?` : form,
  }
}

function described(metric: Metric): string {
  const [least, most] = rangeOf(metric)
  if (most === Number.POSITIVE_INFINITY) return 'is never below 0'
  return least === Number.NEGATIVE_INFINITY ? 'is never above 1' : `lies between ${least} and ${most}`
}

function plainNumber(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined
}
