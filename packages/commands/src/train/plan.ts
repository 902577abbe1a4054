import type { Dataset } from '@trainyard/dataset'
import type { Subject } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { type KeyRequest, type ParamValue, type Preimage, preimageKey, trainingPreimage } from '@trainyard/training'
import type { Context } from '../core/context.ts'
import type { Inputs } from './inputs.ts'

/** Everything a training run depends on, settled. */
export interface Plan {
  readonly inputs: Pick<Inputs, 'run' | 'seed'>
  readonly dataset: Dataset
  readonly target: string
  readonly params: Readonly<Record<string, ParamValue>>
  readonly preimage: Preimage
  readonly key: string
  readonly evidence: readonly Subject[]
}

/** Settles what a training depends on. @throws InputError where there is no target */
export async function planOf(
  inputs: Inputs,
  dataset: Dataset,
  evidence: readonly Subject[],
  context: Context,
): Promise<Plan> {
  const { config } = context
  const target = inputs.target ?? dataset.columns.find(({ role }) => role === 'target')?.name
  if (target === undefined)
    throw new InputError('no target', {
      at: { file: 'inputs', key: 'target' },
      remedy: 'Name the column to predict: data.target.',
    })
  const params = { ...config.train.params, ...typed(inputs.params ?? {}) }
  return settled({ inputs, dataset, target, params, evidence }, context)
}

/** The plan with its pre-image and key, as code and environment are now. */
export async function settled(plan: Omit<Plan, 'preimage' | 'key'>, { config, services }: Context): Promise<Plan> {
  const { run, seed } = plan.inputs
  const image = services.env['TRAINYARD_IMAGE']
  const { code, python, format, parity } = config.train
  const request: KeyRequest = {
    datasetDigest: plan.dataset.sha256,
    target: plan.target,
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

/** Parameters given as text mean what they would mean in YAML. */
function typed(params: Readonly<Record<string, string>>): Readonly<Record<string, ParamValue>> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, scalar(value)]))
}

function scalar(text: string): ParamValue {
  if (text === 'true' || text === 'false') return text === 'true'
  const number = Number(text)
  return text.trim() === '' || Number.isNaN(number) ? text : number
}
