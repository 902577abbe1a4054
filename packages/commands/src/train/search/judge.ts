import { type Objective, objectiveValue } from '@trainyard/evaluation'
import type { RunDocument } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import type { Context } from '../../core/context.ts'
import type { Entry } from '../cache/entry.ts'
import type { Plan } from '../plan.ts'
import { askValidation } from '../validation.ts'

const position = { file: 'trainyard.yml', key: 'train.search.best' }

/** @throws InputError where a search has nothing to judge its trials by */
export function expectJudge({ dataset }: Plan, { metric, name }: Objective): void {
  if (metric === undefined || dataset.split.rows.validation > 0) return
  throw new InputError(`${name} is a metric of the validation share, and there is none`, {
    at: position,
    remedy:
      'Give it rows: data.split.validation, or data.validation. Test rows are never used to choose; they judge the model that was chosen.',
  })
}

/** What a trial reached: on the validation share, or by what it logged. @throws InputError where it has no such value */
export async function reachedValue({ run, model }: Entry, plan: Plan, objective: Objective, context: Context) {
  const { metric } = objective
  if (metric === undefined) return loggedValue(run, objective.name)
  const known = run.validation?.find((one) => one.name === metric.name && one.class === objective.class)
  if (known) return known.value
  return objectiveValue({ ...objective, metric }, await askValidation(plan, model, context))
}

/** The last value that was logged; of the built-in trainer, the value of the epoch whose weights it kept. */
export function loggedValue({ metrics, trainer }: Pick<RunDocument, 'metrics' | 'trainer'>, name: string): number {
  const logged = metrics.filter((point) => point.name === name)
  const last = logged.at(-1)
  if (last === undefined)
    throw new InputError(`the trainer logged no metric '${name}'`, {
      at: position,
      remedy: `It logged ${[...new Set(metrics.map((point) => point.name))].join(', ') || 'none'}. Metrics of gates are computed without it.`,
    })
  return trainer === 'built-in'
    ? (logged.find(({ step }) => step === keptStep(metrics))?.value ?? last.value)
    : last.value
}

function keptStep(metrics: RunDocument['metrics']): number | undefined {
  const judged = metrics.filter(({ name }) => name === 'val_loss')
  const losses = judged.length > 0 ? judged : metrics.filter(({ name }) => name === 'loss')
  return losses.reduce<RunDocument['metrics'][number] | undefined>(
    (best, point) => (best === undefined || point.value < best.value ? point : best),
    undefined,
  )?.step
}
