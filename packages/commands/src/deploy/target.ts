import path from 'node:path'
import type { TargetConfig } from '@trainyard/deployment'
import { configPath } from '../core/config-path.ts'
import type { Context } from '../core/context.ts'
import type { Inputs } from './inputs.ts'

/** Where the stage deploys to. */
export function targetOf({ target, state, host, port }: TargetInputs, context: Context): TargetConfig {
  const { name } = context.config
  return {
    kind: target ?? 'local',
    name,
    state: state ?? path.join(context.state, 'serving'),
    host,
    port,
    node: process.execPath,
  }
}

type TargetInputs = Pick<Inputs, 'target' | 'state' | 'host' | 'port'>

/** Where the configuration deploys to, for those who only look at what serves there. */
export function configuredTarget(context: Context): TargetConfig {
  const { config } = context
  const { target, state, host = '127.0.0.1', port = 0 } = config.deploy ?? {}
  return targetOf({ target, state: configPath(config, state), host, port }, context)
}
