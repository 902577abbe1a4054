import * as core from '@actions/core'
import type { Clock, Log } from '@trainyard/ports'
import { throttle } from '../throttle.ts'
import type { Annotations } from './annotations.ts'

const PROGRESS_MS = 10_000

/** The log of a step on GitHub: workflow commands for groups, secrets and annotations. */
export function githubLog(annotations: Annotations, clock: Clock): Log {
  return {
    info: core.info,
    debug: core.debug,
    warning: (message, at) => annotations.add('warning', message, at),
    error: (message, at) => annotations.add('error', message, at),
    progress: throttle(PROGRESS_MS, clock.elapsed, core.info),
    group: core.group,
    mask: core.setSecret,
  }
}
