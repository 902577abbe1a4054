import type { ColumnType } from '@trainyard/evidence'

/** Equal bins on round numbers: bin 0 begins at `first × step`. Outliers are in the bins −1 and `count`. */
export interface Range {
  readonly kind: 'range'
  readonly first: number
  readonly step: number
  readonly count: number
}

/** Quartiles: smallest, lower, upper, largest. */
export type Quartiles = readonly [number, number, number, number]

/** Bins of a histogram, about; without the two for outliers. */
const aboutBins = 20

const day = 86_400
const year = 365 * day
const spans = [
  1,
  5,
  15,
  60,
  300,
  900,
  1800,
  3600,
  day / 12,
  day / 4,
  day,
  2 * day,
  7 * day,
  14 * day,
  30 * day,
  91 * day,
  year,
]

/**
 * Bins between Tukey's outer fences (quartiles ± 3 interquartile ranges; Exploratory Data Analysis, 1977), so that one
 * outlier does not flatten all others. Undefined where the values are too far apart to be told in bins.
 */
export function rangeOf(type: ColumnType, [smallest, lower, upper, largest]: Quartiles): Range | undefined {
  const fence = 3 * (upper - lower)
  const low = fence > 0 ? Math.max(smallest, lower - fence) : smallest
  const high = fence > 0 ? Math.min(largest, upper + fence) : largest
  const step = stepOf(type, (high - low) / aboutBins)
  const first = Math.floor(low / step)
  const count = Math.floor(high / step) - first + 1
  return Number.isFinite(step) && Number.isSafeInteger(first) && count <= 3 * aboutBins
    ? { kind: 'range', first, step, count }
    : undefined
}

/** 1, 2 or 5 times a power of ten, at least 1 for whole numbers; a usual span of seconds for dates and times. */
function stepOf(type: ColumnType, width: number): number {
  if (type === 'number') return width > 0 ? round(width) : 1
  if (type === 'integer') return Math.max(1, round(Math.max(width, 1)))
  return spans.find((span) => span >= width) ?? year * round(width / year)
}

function round(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width))
  const factor = [1, 2, 5, 10].find((times) => times * power >= width) ?? 10
  return factor * power
}
