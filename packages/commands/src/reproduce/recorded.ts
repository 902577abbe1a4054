import type { Dataset } from '@trainyard/dataset'
import { parseTarget, type RunDocument } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { changeLines } from '@trainyard/report'
import { type ParamValue, preimageChanges } from '@trainyard/training'
import type { Context } from '../core/context.ts'
import { type Plan, settled } from '../train/plan.ts'

/**
 * The plan of a recorded run, with data, code and environment as they are now.
 * @throws InputError where data or code are others: they must be brought back first
 */
export async function recordedPlan(run: RunDocument, dataset: Dataset, context: Context): Promise<Plan> {
  const { preimage } = run.cache
  const { trainer = 'built-in', target = '' } = preimage
  const inputs = { seed: run.seed, run: trainer === 'built-in' ? undefined : trainer }
  const plan = await settled(
    {
      inputs,
      dataset,
      target: parseTarget(target),
      params: { ...recordedParams(preimage), ...chosenParams(run) },
      evidence: [],
    },
    context,
  )
  const others = preimageChanges(preimage, plan.preimage).filter(({ name }) => /^(data|target|code\..+)$/.test(name))
  if (others.length === 0) return plan
  const commit = run.environment['commit']
  throw new InputError(
    `the run cannot be trained again, since its data or code are others:\n${changeLines(others).join('\n')}`,
    { remedy: commit === undefined ? 'Bring them back first.' : `Bring them back first: git checkout ${commit}` },
  )
}

/** Of a search, those of the trial that became the model. */
function chosenParams({ search }: RunDocument): Readonly<Record<string, ParamValue>> {
  return search?.trials.find(({ trial }) => trial === search.chosen)?.parameters ?? {}
}

function recordedParams(preimage: Readonly<Record<string, string>>): Readonly<Record<string, ParamValue>> {
  const entries = Object.entries(preimage).flatMap(([name, value]): [string, ParamValue][] => {
    const [, param] = /^params\.(.+)$/s.exec(name) ?? []
    const parsed: unknown = param === undefined ? undefined : JSON.parse(value)
    return param !== undefined && isParam(parsed) ? [[param, parsed]] : []
  })
  return Object.fromEntries(entries)
}

function isParam(value: unknown): value is ParamValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
