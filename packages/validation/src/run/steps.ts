import type { Engine, Sql } from '@trainyard/dataset'
import { type Check, type Fault, fault, type Measured, type Step } from '../kinds/check.ts'
import { isFault } from '../kinds/table.ts'
import { measure } from './query.ts'

/** A step, and the relation that it looks at. */
export interface Asked {
  readonly source: Sql
  readonly step: Step
}

/** A check with everything it asked for, or why it cannot be made. */
export type Settled = { readonly kind: 'settled'; readonly check: Check; readonly measured: Measured } | Fault

/**
 * Measures steps until each is settled: one scan for all of them, one more for those that asked something first.
 * @returns in the order of the steps
 */
export async function settle(asked: readonly Asked[], engine: Engine): Promise<readonly Settled[]> {
  const questions = asked.map(({ source, step }) => ({ source, measures: step.kind === 'fault' ? {} : step.measures }))
  const measured = await measure(questions, engine)
  const next = asked.map(({ step }, index) => following(step, measured[index] ?? unanswered))
  const further = next.flatMap((entry, index) => {
    const source = asked[index]?.source
    return entry.kind === 'step' && source ? [{ source, step: entry.step }] : []
  })
  const followed = further.length === 0 ? [] : await settle(further, engine)
  const answers = followed.values()
  return next.map((entry) => (entry.kind === 'step' ? (answers.next().value ?? unanswered) : entry))
}

/** What becomes of a step that was answered: it is settled, or the next one is asked. */
function following(step: Step, answer: Measured | Fault): Settled | { readonly kind: 'step'; readonly step: Step } {
  if (step.kind === 'fault') return step
  if (isFault(answer)) return answer
  if (step.kind === 'check') return { kind: 'settled', check: step, measured: answer }
  return { kind: 'step', step: step.next(answer) }
}

const unanswered = fault('what it asked first was not answered')
