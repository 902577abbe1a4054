import { verify } from '@trainyard/commands/verify'
import { runStage } from '../stage.ts'
import type { Terminal } from '../terminal.ts'

/** `trainyard verify`. @returns the exit code */
export function runVerify(args: readonly string[], terminal: Terminal): Promise<number> {
  return runStage(verify, args, terminal)
}
