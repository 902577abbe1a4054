import { type Interval, normalQuantile } from '@trainyard/statistics'
import { type Comparison, type Contrast, contrastLimits, contrastValue, gradient, type Limits } from './contrasts.ts'
import type { Rate } from './rates.ts'

/** Rates, and which of them are held against which. */
export interface Compared {
  readonly comparison: Comparison
  readonly rates: readonly Rate[]
  readonly contrasts: readonly Contrast[]
}

/** The worst contrast: the greatest difference, the smallest ratio. */
export function worst(comparison: Comparison, values: readonly number[]): number {
  return comparison === 'difference' ? Math.max(...values) : Math.min(...values)
}

/**
 * Limits of the worst of many contrasts, which no bootstrap gives: where groups are alike, the worst of a sample is always
 * worse than the truth, which is none. The limit on the worse side is the worst limit of any contrast, which needs no
 * correction, as the contrast that is truly worst is among them (compare Berger 1982). On the better side it is the worst
 * limit of any at a confidence corrected for their number (Bonferroni).
 */
export function worstLimits({ comparison, rates, contrasts }: Compared, level: number): Interval {
  const corrected = 1 - (1 - level) / contrasts.length
  const all = (confidence: number) => contrasts.map((one) => limitsOf(one, { comparison, rates }, confidence))
  const [plain, held] = [all(level), all(corrected)]
  const [low, high] =
    comparison === 'difference'
      ? [Math.max(...held.map((one) => one.low)), Math.max(...plain.map((one) => one.high))]
      : [Math.min(...plain.map((one) => one.low)), Math.min(...held.map((one) => one.high))]
  return { low: Math.max(0, low), high: Math.min(1, high), level, method: `worst-${methods[comparison]}` }
}

const methods: Readonly<Record<Comparison, string>> = { difference: 'newcombe', ratio: 'walters' }

function limitsOf(
  { first, second }: Contrast,
  { comparison, rates }: Pick<Compared, 'comparison' | 'rates'>,
  level: number,
) {
  const [one, other] = [rates[first], rates[second]]
  return one && other ? contrastLimits(comparison, one, other, level) : { low: Number.NaN, high: Number.NaN }
}

/** Shares of rows that candidate, champion or both predict as the class, with half rows on which only one does. */
export interface PairedRate {
  readonly candidate: number
  readonly champion: number
  readonly both: number
  readonly rows: number
}

/** How surely a contrast that may be the worst is kept. */
const plausible = 0.99

/**
 * Limits of the candidate's worst contrast less the champion's, on the same rows. Every contrast of either that may be its
 * worst one at 99 % is paired with every such of the other; the limits are the outermost of these pairs.
 */
export function worstDifference(
  candidate: Compared,
  champion: Compared,
  paired: readonly PairedRate[],
  level: number,
): Interval {
  const z = normalQuantile((1 + level) / 2)
  const limits = likelyWorst(candidate).flatMap((own) =>
    likelyWorst(champion).map((rival): Limits => {
      const difference = contrastOf(own, candidate) - contrastOf(rival, champion)
      const reach = z * Math.sqrt(pairVariance(part(own, candidate), part(rival, champion), paired))
      return { low: difference - reach, high: difference + reach }
    }),
  )
  const [low, high] = [Math.min(...limits.map((one) => one.low)), Math.max(...limits.map((one) => one.high))]
  return { low: Math.max(-1, low), high: Math.min(1, high), level, method: 'paired-worst' }
}

function likelyWorst(compared: Compared): readonly Contrast[] {
  const limits = compared.contrasts.map((one) => limitsOf(one, compared, plausible))
  const reached =
    compared.comparison === 'difference'
      ? Math.max(...limits.map((one) => one.low))
      : Math.min(...limits.map((one) => one.high))
  const reaches = ({ low, high }: Limits) => (compared.comparison === 'difference' ? high >= reached : low <= reached)
  return compared.contrasts.filter((_, at) => limits[at] && reaches(limits[at]))
}

function contrastOf({ first, second }: Contrast, { comparison, rates }: Compared): number {
  return contrastValue(comparison, rates[first]?.share ?? Number.NaN, rates[second]?.share ?? Number.NaN)
}

/** How much a contrast moves with each rate, by the rate's place. */
function part({ first, second }: Contrast, { comparison, rates }: Compared): ReadonlyMap<number, number> {
  const [one, other] = gradient(comparison, rates[first]?.share ?? 0, rates[second]?.share ?? 0)
  return new Map([
    [first, one],
    [second, other],
  ])
}

function pairVariance(
  own: ReadonlyMap<number, number>,
  rival: ReadonlyMap<number, number>,
  paired: readonly PairedRate[],
): number {
  const places = new Set([...own.keys(), ...rival.keys()])
  return [...places].reduce((sum, place) => {
    const { candidate: p = 0, champion: q = 0, both = 0, rows = 1 } = paired[place] ?? {}
    const [g, h] = [own.get(place) ?? 0, rival.get(place) ?? 0]
    return sum + (g * g * p * (1 - p) + h * h * q * (1 - q) - 2 * g * h * (both - p * q)) / rows
  }, 0)
}
