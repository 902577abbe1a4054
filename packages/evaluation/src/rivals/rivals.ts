import type { Answers } from '@trainyard/metrics'
import type { PredictionTable } from '@trainyard/predictions'
import { championAnswers, runAnswers } from '../measure.ts'
import type { Rival } from '../rules/bound.ts'
import type { Rule } from '../rules/gate.ts'
import { baselineAnswers } from './baseline.ts'
import { lastValueAnswers } from './last-value.ts'

/** What the candidate is compared with. */
export type Rivals = Readonly<Partial<Record<Rival, Answers>>>

/** Answers of the rivals that rules name. */
export function rivalsOf(
  table: PredictionTable,
  candidate: Answers,
  { rules, custom }: { readonly rules: readonly Rule[]; readonly custom: Answers['custom'] },
): Rivals {
  const champion = championAnswers(table)
  const asked = (rival: Rival) => rules.some(({ against }) => against === rival)
  return {
    ...runAnswers(table),
    ...(champion && { champion: withCustom(champion, custom) }),
    ...(asked('baseline') && { baseline: baselineAnswers(candidate) }),
    ...(asked('last-value') && { 'last-value': lastValueAnswers(candidate) }),
  }
}

/** Answers, and what the user's own metrics say of them. */
export function withCustom(answers: Answers, custom: Answers['custom']): Answers {
  return custom ? { ...answers, custom } : answers
}
