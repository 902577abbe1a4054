/** A trial that came to its end, or did not. */
export interface Judged {
  /** 1, 2, … */
  readonly trial: number
  /** Absent where the trial failed. */
  readonly value?: number
}

/** The best trial by its value; of equal ones the first. `undefined` where all failed. */
export function bestTrial<T extends Judged>(trials: readonly T[], direction: 'max' | 'min'): T | undefined {
  const sign = direction === 'max' ? 1 : -1
  const ordered = trials.toSorted((a, b) => a.trial - b.trial)
  return ordered.reduce<T | undefined>((best, trial) => {
    if (trial.value === undefined) return best
    return best?.value === undefined || sign * trial.value > sign * best.value ? trial : best
  }, undefined)
}

/**
 * The part `3/8` of a list: every eighth from the third on, so that parts are equally large and neighbours, which are often
 * equally slow, are spread.
 */
export function partOf<T>(
  all: readonly T[],
  { part, of }: { readonly part: number; readonly of: number },
): readonly T[] {
  return all.filter((_, index) => index % of === part - 1)
}
