import type { Engine, Sql } from '@trainyard/dataset'
import { type Check, type Fault, fault, type Measured, type Step } from '../kinds/check.ts'
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
  const further = asked.flatMap(({ source, step }, index) =>
    step.kind === 'inquiry' ? [{ source, step: step.next(measured[index] ?? {}) }] : [],
  )
  const followed = further.length === 0 ? [] : await settle(further, engine)
  const answers = followed.values()
  return asked.map(({ step }, index) => {
    if (step.kind === 'inquiry') return answers.next().value ?? unanswered
    return step.kind === 'check' ? { kind: 'settled', check: step, measured: measured[index] ?? {} } : step
  })
}

const unanswered = fault('what it asked first was not answered')
