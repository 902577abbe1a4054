/**
 * Adjusts a family of p-values so that rejecting those at most α errs anywhere in the family with probability at most α,
 * however the tests depend on each other. Holm (1979), step-down Bonferroni; statsmodels: multipletests(method='holm').
 * @returns adjusted p-values in the order given
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p)
  const adjusted = new Array<number>(pValues.length)
  let largest = 0
  order.forEach(({ p, index }, rank) => {
    largest = Math.max(largest, Math.min(1, p * (pValues.length - rank)))
    adjusted[index] = largest
  })
  return adjusted
}
