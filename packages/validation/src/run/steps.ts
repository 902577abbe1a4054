import { type Engine, join, type Sql, sql } from '@trainyard/dataset'
import type { Batch } from '@trainyard/ports'
import { type Check, type Fault, fault, type Measured, type Step, type Walk } from '../kinds/check.ts'
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
  const questions = asked.map(({ source, step }) => ({ source, measures: 'measures' in step ? step.measures : {} }))
  const measured = await measure(questions, engine)
  const next: Followed[] = []
  for (const [index, { step, source }] of asked.entries())
    next.push(await following(step, measured[index] ?? unanswered, (walk) => rowsOf(walk, source, engine)))
  const further = next.flatMap((entry, index) => {
    const source = asked[index]?.source
    return entry.kind === 'step' && source ? [{ source, step: entry.step }] : []
  })
  const followed = further.length === 0 ? [] : await settle(further, engine)
  const answers = followed.values()
  return next.map((entry) => (entry.kind === 'step' ? (answers.next().value ?? unanswered) : entry))
}

type Followed = Settled | { readonly kind: 'step'; readonly step: Step }

/** What becomes of a step that was answered: it is settled, or the next one is asked. */
async function following(
  step: Step,
  answer: Measured | Fault,
  rows: (walk: Walk) => AsyncIterable<Batch>,
): Promise<Followed> {
  if (step.kind === 'fault') return step
  if (step.kind === 'walk') return { kind: 'step', step: await step.through(rows(step)) }
  if (isFault(answer)) return answer
  if (step.kind === 'check') return { kind: 'settled', check: step, measured: answer }
  return { kind: 'step', step: step.next(answer) }
}

function rowsOf({ columns }: Walk, source: Sql, engine: Engine): AsyncIterable<Batch> {
  return engine.stream(sql`SELECT ${join(columns)} FROM ${source}`)
}

const unanswered = fault('what it asked first was not answered')
