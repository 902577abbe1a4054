import type { TargetConfig } from '../types.ts'
import { openDocker } from './docker/index.ts'
import { openLocal } from './local/index.ts'
import type { OpenTarget } from './types.ts'

/** Every target. Adding one: a folder beside this file, and a line here. */
export const targets: Readonly<Record<TargetConfig['kind'], OpenTarget>> = {
  local: openLocal,
  docker: openDocker,
}
