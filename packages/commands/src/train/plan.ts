import type { SearchConfig } from '@trainyard/config'
import type { Dataset } from '@trainyard/dataset'
import { type Objective, parseObjective } from '@trainyard/evaluation'
import { type Subject, type Target, targetOf, targetText } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import {
  expectBuiltinNames,
  type KeyRequest,
  type ParamValue,
  type Preimage,
  preimageKey,
  type TrialParams,
  trainingPreimage,
  trialsOf,
  withEntries,
} from '@trainyard/training'
import type { Context } from '../core/context.ts'
import type { Inputs } from './inputs.ts'

/** Everything a training run depends on, settled. */
export interface Plan {
  readonly inputs: Pick<Inputs, 'run' | 'seed'> & Partial<Pick<Inputs, 'reason' | 'part' | 'parts'>>
  readonly dataset: Dataset
  readonly target: Target
  readonly params: Readonly<Record<string, ParamValue>>
  readonly preimage: Preimage
  readonly key: string
  readonly evidence: readonly Subject[]
  /** Absent: one training. */
  readonly search?: SearchPlan
}

export interface SearchPlan {
  readonly config: SearchConfig
  readonly objective: Objective
  /** What is searched, trial by trial. */
  readonly trials: readonly TrialParams[]
  /** Pre-image of every trial, less what is searched. */
  readonly base: Preimage
}

/** Settles what a training depends on. Parameters given by hand are not searched. @throws InputError where there is no target */
export async function planOf(
  inputs: Inputs,
  dataset: Dataset,
  evidence: readonly Subject[],
  context: Context,
): Promise<Plan> {
  const { config } = context
  const roles = dataset.columns.filter(({ role }) => role === 'target').map(({ name }) => name)
  const target = inputs.target ?? targetOf(roles)
  if (target === undefined)
    throw new InputError('no target', {
      at: { file: 'inputs', key: 'target' },
      remedy: 'Name the column to predict: data.target.',
    })
  const trials = searchedTrials(inputs, context)
  const params = without({ ...config.train.params, ...inputs.params }, Object.keys(trials?.[0] ?? {}))
  const plan = await settled({ inputs, dataset, target, params, evidence }, context)
  const { search } = config.train
  if (search === undefined || trials === undefined) return plan
  const preimage = withEntries(plan.preimage, searchEntries(search, trials))
  const objective = parseObjective(search.best, typeof target === 'string' ? undefined : 'multilabel')
  const searched = { config: search, objective, trials, base: plan.preimage }
  return { ...plan, preimage, key: preimageKey(preimage), search: searched }
}

/** The plan with its pre-image and key, as code and environment are now. */
export async function settled(plan: Omit<Plan, 'preimage' | 'key'>, { config, services }: Context): Promise<Plan> {
  const { run, seed } = plan.inputs
  const image = services.env['TRAINYARD_IMAGE']
  const { code, python, format, parity } = config.train
  const request: KeyRequest = {
    datasetDigest: plan.dataset.sha256,
    target: targetText(plan.target),
    params: plan.params,
    seed,
    folder: config.folder,
    code,
    format,
    parity,
    ...(python !== undefined && { python }),
    ...(image && { image }),
    ...(run !== undefined && { run }),
  }
  const preimage = await trainingPreimage(request, services)
  return { ...plan, preimage, key: preimageKey(preimage) }
}

/**
 * `undefined` where nothing is searched: no search is asked for, or its parameters are all given by hand.
 * @throws InputError for what the built-in trainer does not know
 */
function searchedTrials({ run, params, seed }: Inputs, { config }: Context): readonly TrialParams[] | undefined {
  const { search } = config.train
  if (search === undefined || Object.keys(search.space).every((name) => name in (params ?? {}))) return undefined
  if (run === undefined) expectBuiltinNames(Object.keys(search.space))
  return trialsOf(search, seed, params)
}

function searchEntries({ method, best, space }: SearchConfig, trials: readonly TrialParams[]): [string, string][] {
  const searched = Object.keys(trials[0] ?? {})
  return [
    ['search.method', method],
    ['search.best', best],
    ['search.trials', String(trials.length)],
    ...searched.map((name): [string, string] => [`search.space.${name}`, JSON.stringify(space[name])]),
  ]
}

function without(params: Plan['params'], names: readonly string[]): Plan['params'] {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !names.includes(name)))
}
