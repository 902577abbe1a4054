import { reproduce } from '@trainyard/commands/reproduce'
import { InputError } from '@trainyard/ports'
import { parseArguments } from '../arguments.ts'
import { commandHelp } from '../help.ts'
import { showOutcome } from '../stage.ts'
import type { Terminal } from '../terminal.ts'

/** `trainyard train reproduce RUN`. @returns the exit code */
export async function runReproduce(args: readonly string[], terminal: Terminal): Promise<number> {
  const parsed = parseArguments(args, reproduce.inputs)
  if (parsed.help) {
    terminal.out.write(commandHelp({ ...reproduce, name: 'train reproduce RUN' }))
    return 0
  }
  const [run, ...more] = parsed.words
  if (run === undefined || more.length > 0)
    throw new InputError(more.length > 0 ? `unexpected word '${more[0]}'` : 'no run', {
      remedy: 'Usage: trainyard train reproduce RUN. See them: trainyard runs',
    })
  return showOutcome(reproduce, { ...parsed.raw, tracked: run }, parsed, terminal)
}
