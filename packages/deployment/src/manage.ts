import { InputError, isCode, replaceAtomic } from '@trainyard/ports'
import { deployed } from './head.ts'
import { targets } from './targets/index.ts'
import type { TargetStatus } from './targets/types.ts'
import type { Deployed, DeployServices, TargetConfig } from './types.ts'

/**
 * Goes back to the previous revision. The one that served until now becomes the previous one, so that a second `undo`
 * takes the first one back.
 * @throws InputError where there is no previous revision
 */
export async function undo(config: TargetConfig, services: DeployServices): Promise<Deployed> {
  const target = await targets[config.kind](config, services, false)
  const { current, previous } = await target.status()
  if (!previous) throw new InputError('there is no previous revision to go back to')
  const plan = {
    request: { target: config },
    revision: previous,
    ephemeral: false,
    ...(current && { before: current }),
  }
  return deployed(plan, await target.switchTo(previous))
}

/** What is running, and what `undo` would go back to. */
export async function status(config: TargetConfig, services: DeployServices): Promise<TargetStatus> {
  const target = await targets[config.kind](config, services, false)
  return target.status()
}

/** Stops what is running. It stays the current revision. */
export async function stop(config: TargetConfig, services: DeployServices): Promise<void> {
  const target = await targets[config.kind](config, services, false)
  await target.stop()
}

/**
 * Copies the model that serves, or would if it had not been stopped.
 * @param into folder that gets `model.onnx` and `model.json`
 * @returns digest of the model that was rolled out; undefined where nothing is deployed
 * @throws InputError where the files of what is deployed are gone
 */
export async function servedModel(
  config: TargetConfig,
  into: string,
  services: DeployServices,
): Promise<string | undefined> {
  const target = await targets[config.kind](config, services, false)
  const { current } = await target.status()
  if (!current) return undefined
  await replaceAtomic(into, (temporary) => target.copyModel(current, temporary)).catch((cause: unknown) => {
    if (!isCode(cause, 'ENOENT')) throw cause
    throw new InputError(`the files of revision ${current.revision} are gone`, { cause, remedy: 'Deploy it again.' })
  })
  return current.model
}
