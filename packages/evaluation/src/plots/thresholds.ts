/** Values that thresholds are chosen from, at most. */
const SAMPLE = 50_000

/**
 * Thresholds that cut values into parts of about equal number, ascending and distinct.
 * Many values are sampled evenly, so that a million rows cost one pass and a small sort.
 */
export function thresholdsOf(values: Float64Array, parts: number): Float64Array {
  const stride = Math.max(1, Math.ceil(values.length / SAMPLE))
  const sample = values.filter((_, at) => at % stride === 0).sort()
  const cuts = Array.from(
    { length: parts - 1 },
    (_, cut) => sample[Math.floor(((cut + 1) * sample.length) / parts)] ?? 0,
  )
  return Float64Array.from(new Set(cuts))
}

/** The part that a value falls into: how many thresholds are not above it. */
export function partOf(value: number, thresholds: Float64Array): number {
  let [low, high] = [0, thresholds.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((thresholds[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** Four digits are more than a picture shows. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
