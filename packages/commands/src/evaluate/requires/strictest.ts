import type { Config } from '@trainyard/config'

/** What one configuration requires beside the rules, and how strictly. */
export interface Beside {
  readonly requires: Config['evaluate']['requires']
  readonly leaks: Config['evaluate']['leaks']
  /** Largest share of the test rows that may be among the training rows, 0 … 1. */
  readonly overlap: number
  /** Share of rows that may differ from the model that was converted, 0 … 1. */
  readonly differing: number
}

/** What two branches require together. */
export interface Required extends Pick<Beside, 'overlap' | 'differing'> {
  readonly names: Beside['requires']
  /** A column tells the label alone where any of these says so. */
  readonly leaks: readonly Beside['leaks'][]
}

/** What one configuration says of these things. */
export function besideOf({ evaluate, train }: Pick<Config, 'evaluate' | 'train'>): Beside {
  const { requires, leaks, overlap } = evaluate
  return { requires, leaks, overlap, differing: train.parity.differing }
}

/** What either branch requires, as strictly as either asks: a change cannot drop or loosen it unseen. */
export function strictest(own: Beside, base?: Beside): Required {
  const both = [own, ...(base ? [base] : [])]
  const asking = (name: Beside['requires'][number]) => {
    const found = both.filter(({ requires }) => requires.includes(name))
    return found.length > 0 ? found : [own]
  }
  return {
    names: [...new Set(both.flatMap(({ requires }) => requires))],
    overlap: Math.min(...both.map(({ overlap }) => overlap)),
    differing: Math.min(...asking('parity').map(({ differing }) => differing)),
    leaks: asking('no-leaks').map(({ leaks }) => leaks),
  }
}

/** What of it changes what is asked: the part of the rules' digest. */
export function askedBeside({ requires, leaks, overlap, differing }: Beside): readonly object[] {
  return [
    ...(requires.length > 0 ? [{ requires }] : []),
    ...(requires.includes('no-leaks') ? [{ leaks }] : []),
    ...(requires.includes('parity') ? [{ differing }] : []),
    ...(overlap > 0 ? [{ overlap }] : []),
  ]
}
