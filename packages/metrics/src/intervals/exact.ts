import { clopperPearson } from '@trainyard/statistics'
import { type ClassCounts, classCounts, unitWeights } from '../counts.ts'
import type { ChoiceParameter } from '../parameters.ts'
import type { Metric } from '../types.ts'
import { hasDesign } from './design.ts'

/** Asked for where an interval must never hold the truth more rarely than it says. */
export const intervalParameter: ChoiceParameter = {
  name: 'interval',
  what: 'exact: Clopper and Pearson (1934), which never covers less than 95 % and is wider than Wilson',
  kind: 'choice',
  choices: ['exact'],
}

/** Successes, and rows they are of. */
export type ShareOf = (counts: ClassCounts, classIndex: number) => readonly [successes: number, rows: number]

/** The same share with the interval of Clopper and Pearson. Differences stay as they are. */
export function withExactInterval(metric: Metric, share: ShareOf): Metric {
  return {
    ...metric,
    obstacle: (answers, classIndex) =>
      hasDesign(answers)
        ? 'an exact interval is for rows that are independent and weigh the same'
        : metric.obstacle(answers, classIndex),
    limits: (answers, classIndex, { levels }) => {
      const [successes, rows] = share(classCounts(answers, unitWeights(answers)), classIndex)
      return levels.map((level) => clopperPearson(successes, Math.max(1, rows), level))
    },
  }
}

/** What the shares of predicted classes count. */
export const shares = {
  accuracy: ({ hits, rows }) => [hits.reduce((sum, count) => sum + count, 0), rows],
  precision: ({ hits, predicted }, index) => [hits[index] ?? 0, predicted[index] ?? 0],
  recall: ({ hits, actual }, index) => [hits[index] ?? 0, actual[index] ?? 0],
  specificity: ({ rows, hits, actual, predicted }, index) => {
    const others = rows - (actual[index] ?? 0)
    return [others - (predicted[index] ?? 0) + (hits[index] ?? 0), others]
  },
} as const satisfies Readonly<Record<string, ShareOf>>
