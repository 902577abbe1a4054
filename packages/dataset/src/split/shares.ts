import type { Split } from '@trainyard/evidence'

export type Shares = Readonly<Record<Split, number>>
export type Counts = Readonly<Record<Split, number>>

type Numbers = Record<Split, number>

/** Numbers that differ by less are equal: binary fractions are not exact. */
const noise = 1e-9

/** Equal claims are met in this order. */
const order = ['train', 'test', 'validation'] as const

/**
 * Splits each class by the shares, by largest remainder: each count is within one row of its share. What rounding takes
 * from a share in one class counts for it in the next, so that the sums over the classes keep to the shares too. Then
 * every class that has enough rows is represented in each share that is not zero: in train first, then in test, then in
 * validation.
 * @param sizes rows of each class
 */
export function apportion(sizes: readonly number[], shares: Shares): Counts[] {
  let owed: Counts = { train: 0, validation: 0, test: 0 }
  return sizes.map((rows) => {
    const quotas = mapSplits((split) => rows * shares[split])
    const counts = largestRemainder(rows, quotas, owed)
    owed = mapSplits((split) => owed[split] + quotas[split] - counts[split])
    return represented(counts, rows, shares)
  })
}

function largestRemainder(rows: number, quotas: Counts, owed: Counts): Counts {
  const counts = mapSplits((split) => Math.floor(quotas[split] + noise))
  const claim = (split: Split) => Math.round((quotas[split] - counts[split] + owed[split]) / noise)
  const claims = mapSplits(claim)
  const open = rows - counts.train - counts.validation - counts.test
  const first = order.filter((split) => quotas[split] > 0).sort((a, b) => claims[b] - claims[a])
  for (const split of first.slice(0, open)) counts[split] += 1
  return counts
}

function represented(counts: Counts, rows: number, shares: Shares): Counts {
  const fair: Numbers = { ...counts }
  for (const split of order.filter((wanted) => shares[wanted] > 0).slice(0, rows)) {
    if (fair[split] > 0) continue
    const giver = order.reduce((most, other) => (fair[other] >= fair[most] ? other : most))
    fair[giver] -= 1
    fair[split] = 1
  }
  return fair
}

function mapSplits(value: (split: Split) => number): Numbers {
  return { train: value('train'), validation: value('validation'), test: value('test') }
}
