import { grouped } from '@trainyard/ports'

/** A count of a confusion matrix; in brackets how many more or fewer it is than the champion's. */
export function confusionCell(count: number, champion = count): string {
  const change = count - champion
  return change === 0 ? grouped(count) : `${grouped(count)} (${change > 0 ? '+' : '−'}${grouped(Math.abs(change))})`
}
