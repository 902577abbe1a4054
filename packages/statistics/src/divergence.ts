/**
 * Kullback–Leibler divergence of observed weights from expected ones, in nats: Σ p ln(p/q). Each is first divided by its
 * sum. Infinite where something occurs that was not expected; NaN where nothing was observed or expected at all.
 * SciPy: scipy.stats.entropy(p, q).
 */
export function klDivergence(observed: readonly number[], expected: readonly number[]): number {
  const [all, wanted] = [total(observed), total(expected)]
  if (!(all > 0) || !(wanted > 0)) return Number.NaN
  return observed.reduce((sum, weight, index) => {
    if (weight === 0) return sum
    const p = weight / all
    return sum + p * Math.log(p / ((expected[index] ?? 0) / wanted))
  }, 0)
}

function total(weights: readonly number[]): number {
  return weights.reduce((sum, weight) => sum + weight, 0)
}
