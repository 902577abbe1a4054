import type { Dispatched } from '@trainyard/ports'
import { InputError } from '@trainyard/ports'
import type { Context } from '../core/context.ts'
import type { Inputs } from './inputs.ts'

/** Starts the retraining workflow and says why. @throws InputError where there is nothing to start it with */
export async function dispatchRetraining(
  { workflow, ref }: Inputs,
  reasons: readonly string[],
  { services }: Context,
): Promise<Dispatched> {
  const { dispatch } = services
  if (!dispatch.available) {
    throw new InputError('no workflow can be started from here', {
      at: { file: 'inputs', key: 'dispatch' },
      remedy: 'dispatch works in a GitHub workflow, with a token that has actions: write.',
    })
  }
  return dispatch.start(workflow, ref, { reason: reasons.join('; ') })
}
