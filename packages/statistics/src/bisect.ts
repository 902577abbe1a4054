/** The argument in [low, high] where an increasing function crosses zero, to the last bits of a double. */
export function bisect(increasing: (x: number) => number, low: number, high: number): number {
  let [from, to] = [low, high]
  for (let step = 0; step < 100; step += 1) {
    const middle = (from + to) / 2
    if (increasing(middle) < 0) from = middle
    else to = middle
  }
  return (from + to) / 2
}
