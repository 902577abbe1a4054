import type { Split } from '@trainyard/evidence'

export type Shares = Readonly<Record<Split, number>>
export type Counts = Readonly<Record<Split, number>>

const order = ['train', 'test', 'validation'] as const

/**
 * Gives `rows` to the three shares by largest remainder, so that each count is within one row of its share. Where
 * there are enough rows, every share that is not zero gets at least one: train first, then test, then validation.
 */
export function apportion(rows: number, shares: Shares): Counts {
  const quotas = order.map((split) => ({ split, quota: rows * shares[split] }))
  const counts = new Map(quotas.map(({ split, quota }) => [split, Math.floor(quota + 1e-9)]))
  const given = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const byRemainder = [...quotas].sort((a, b) => remainder(b.quota) - remainder(a.quota))
  for (const { split } of byRemainder.slice(0, rows - given)) counts.set(split, (counts.get(split) ?? 0) + 1)
  return represented(counts, rows, shares)
}

function represented(counts: Map<Split, number>, rows: number, shares: Shares): Counts {
  const wanted = order.filter((split) => shares[split] > 0).slice(0, rows)
  for (const split of wanted) {
    if ((counts.get(split) ?? 0) > 0) continue
    const giver = order.reduce((most, other) => ((counts.get(other) ?? 0) > (counts.get(most) ?? 0) ? other : most))
    counts.set(giver, (counts.get(giver) ?? 0) - 1)
    counts.set(split, 1)
  }
  return { train: counts.get('train') ?? 0, validation: counts.get('validation') ?? 0, test: counts.get('test') ?? 0 }
}

function remainder(quota: number): number {
  return quota + 1e-9 - Math.floor(quota + 1e-9)
}
