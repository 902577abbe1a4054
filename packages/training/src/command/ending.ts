import { constants } from 'node:os'
import type { ExecResult } from '@trainyard/ports'

export interface Ending extends Pick<ExecResult, 'code' | 'signal' | 'timedOut'> {
  readonly timeoutMs?: number | undefined
  /** The kernel ended a process for want of memory meanwhile. */
  readonly outOfMemory: boolean
  /** Its last lines tell of too little memory. */
  readonly toldOfMemory: boolean
  /** A module that Python did not find. */
  readonly missingModule?: string | undefined
}

/** How a program that did not end well ended, in one sentence that its name begins; undefined where it ended well. */
export function faultOf({ code, timedOut, timeoutMs = 0, ...rest }: Ending): string | undefined {
  if (timedOut) return `did not end within ${timeoutMs / 1000} s and was stopped`
  if (code === 0) return undefined
  const signal = rest.signal ?? signalOf(code)
  if (signal === 'SIGKILL') return killed(rest)
  const why = rest.toldOfMemory ? ': it ran out of memory' : ''
  if (signal !== undefined) return `was ended by ${signal}${meanings[signal] ?? ''}${why}`
  const missing = rest.missingModule === undefined ? '' : `: Python found no module ${rest.missingModule}`
  return `ended with exit code ${code}${why || missing}`
}

/** The module that Python's last lines say is not there; undefined where they say nothing of the kind. */
export function missingModuleOf(lines: readonly string[]): string | undefined {
  return lines.map((line) => /^ModuleNotFoundError: No module named '([^']+)'/.exec(line)?.[1]).findLast(Boolean)
}

const meanings: Readonly<Record<string, string>> = {
  SIGSEGV: ' (it touched memory that is not its own)',
  SIGILL: ' (this processor does not know one of its instructions)',
  SIGABRT: ' (it gave up)',
  SIGFPE: ' (it divided by zero)',
}

function killed({ outOfMemory, toldOfMemory }: Pick<Ending, 'outOfMemory' | 'toldOfMemory'>): string {
  return outOfMemory || toldOfMemory
    ? 'was killed (SIGKILL): the machine ran out of memory'
    : 'was killed (SIGKILL), as happens where the machine runs out of memory'
}

/** A shell tells of its child's signal as 128 and the signal's number. */
function signalOf(code: number | null): string | undefined {
  if (code === null || code <= 128) return undefined
  return Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0]
}
