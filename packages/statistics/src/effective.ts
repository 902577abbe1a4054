/** As many equal numbers as these are worth, (Σ w)² ÷ Σ w²; 0 where there are none. Kish (1965). */
export function effectiveNumber(weights: ArrayLike<number>): number {
  let [sum, squares] = [0, 0]
  for (let at = 0; at < weights.length; at += 1) {
    const weight = weights[at] ?? 0
    sum += weight
    squares += weight * weight
  }
  return squares > 0 ? (sum * sum) / squares : 0
}
