import { aucLimits, type Interval } from '@trainyard/statistics'
import { areaOf, type Ranked } from '../ranks.ts'
import { moverLimits, type Part } from './average.ts'
import { added, influenceDeviation, rankedInfluence } from './delong.ts'

/** One area of a mean: of a class against the rest, or of a pair of classes. */
export interface AreaPart {
  /** Share in the mean; all shares add up to 1. */
  readonly share: number
  readonly area: number
  readonly positives: number
  readonly negatives: number
  /** How much each row moves it. */
  readonly influence: Float64Array
}

/** The mean of areas of the same rows: of one ranking, or of two of the same pair of classes. */
export function areaPart(rankings: readonly Ranked[], rows: number, share: number): AreaPart {
  const weights = new Float64Array(rows).fill(1)
  const each = 1 / rankings.length
  const [{ positive, order } = { positive: new Uint8Array(), order: new Uint32Array() }] = rankings
  const positives = positive.reduce((sum, one) => sum + one, 0)
  return {
    share,
    area: rankings.reduce((sum, ranked) => sum + each * areaOf(ranked)(weights), 0),
    positives,
    negatives: order.length - positives,
    influence: added(
      rankings.map((ranked) => rankedInfluence(ranked, rows)),
      each,
    ),
  }
}

/**
 * Limits of a mean of areas: MOVER of Newcombe's (2006) limits of each, how far they depend on each other by DeLong's
 * (1988) influences of rows. Of one area these are Newcombe's own. Areas are made one by one, so that many take no memory.
 */
export function meanAreaLimits(parts: readonly (() => AreaPart)[], levels: readonly number[]): readonly Interval[] {
  let whole = new Float64Array()
  let apart = 0
  const limited = parts.map((make): Part => {
    const { share, area, positives, negatives, influence } = make()
    const deviation = influenceDeviation(influence)
    apart += share * deviation
    if (parts.length > 1) whole = influence.map((value, row) => (whole[row] ?? 0) + share * value)
    const observed = { area, positives, negatives, observed: deviation ** 2 }
    return { share, estimate: area, limits: levels.map((level) => aucLimits(observed, level)) }
  })
  const [only] = limited
  if (only && limited.length === 1) return only.limits
  const estimate = limited.reduce((sum, part) => sum + part.share * part.estimate, 0)
  return moverLimits({ parts: limited, estimate, factor: apart > 0 ? influenceDeviation(whole) / apart : 1 }, levels)
}
