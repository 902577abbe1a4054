import { type Engine, join, type Sql, sql } from '@trainyard/dataset'
import type { Batch } from '@trainyard/ports'
import { type Check, type Fault, fault, type Inquiry, type Measured, type Step, type Walk } from '../kinds/check.ts'
import { isFault } from '../kinds/table.ts'
import { examine, type Tools } from './examine.ts'
import { measure } from './query.ts'

/** A step, and the relation that it looks at. */
export interface Asked {
  readonly source: Sql
  readonly step: Step
}

/** A check with everything it asked for, or why it cannot be made. */
export type Settled = { readonly kind: 'settled'; readonly check: Check; readonly measured: Measured } | Fault

/**
 * Answers what each step asks until it is settled. Rows are walked through and values tested first; then one scan measures
 * for all of them, and one more for those that asked something first.
 * @returns in the order of the steps
 */
export async function settle(asked: readonly Asked[], tools: Tools): Promise<readonly Settled[]> {
  const open: (Asked & { readonly step: Measurable })[] = []
  for (const entry of asked) open.push({ source: entry.source, step: await explored(entry, tools) })
  const questions = open.map(({ source, step }) => ({ source, measures: step.kind === 'fault' ? {} : step.measures }))
  const measured = await measure(questions, tools.table)
  const next = open.map(({ step }, index) => following(step, measured[index] ?? unanswered))
  const further = next.flatMap((entry, index) => {
    const source = asked[index]?.source
    return entry.kind === 'step' && source ? [{ source, step: entry.step }] : []
  })
  const followed = further.length === 0 ? [] : await settle(further, tools)
  const answers = followed.values()
  return next.map((entry) => (entry.kind === 'step' ? (answers.next().value ?? unanswered) : entry))
}

/** A step that aggregates answer. */
type Measurable = Check | Inquiry | Fault

/** What is left of a step once its rows are walked through and its values tested. */
async function explored({ source, step }: Asked, tools: Tools): Promise<Measurable> {
  if (step.kind === 'walk') {
    return explored({ source, step: await step.through(rowsOf(step, source, tools.engine)) }, tools)
  }
  if (step.kind === 'query') {
    const selected = await (step.engine ?? tools.engine).select(step.query)
    return explored({ source, step: step.next(selected) }, tools)
  }
  if (step.kind !== 'examination') return step
  const refused = await examine(step, source, tools)
  return isFault(refused) ? refused : explored({ source, step: step.next(refused) }, tools)
}

/** What becomes of a step that was answered: it is settled, or the next one is asked. */
function following(
  step: Measurable,
  answer: Measured | Fault,
): Settled | { readonly kind: 'step'; readonly step: Step } {
  if (step.kind === 'fault') return step
  if (isFault(answer)) return answer
  if (step.kind === 'check') return { kind: 'settled', check: step, measured: answer }
  return { kind: 'step', step: step.next(answer) }
}

function rowsOf({ columns }: Walk, source: Sql, engine: Engine): AsyncIterable<Batch> {
  return engine.stream(sql`SELECT ${join(columns)} FROM ${source}`)
}

const unanswered = fault('what it asked first was not answered')
