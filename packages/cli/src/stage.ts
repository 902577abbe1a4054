import type { Command } from '@trainyard/commands'
import { InputError, type Services } from '@trainyard/ports'
import { type Arguments, parseArguments } from './arguments.ts'
import { commandHelp } from './help.ts'
import { printStage } from './print.ts'
import type { Terminal } from './terminal.ts'

/** Runs one stage from the command line. @returns its exit code */
export async function runStage(command: Command, args: readonly string[], terminal: Terminal): Promise<number> {
  const parsed = parseArguments(args, command.inputs)
  if (parsed.help) {
    terminal.out.write(commandHelp(command))
    return 0
  }
  return showOutcome(command, { ...parsed.raw, ...verbOf(command, parsed) }, parsed, terminal)
}

/** Runs a command and prints how it ended. @returns its exit code */
export async function showOutcome(
  command: Command,
  raw: Readonly<Record<string, string>>,
  parsed: Arguments,
  terminal: Terminal,
): Promise<number> {
  const { outcome, seconds } = await timed(command, raw, terminal.services(parsed))
  if (parsed.json) terminal.out.write(JSON.stringify(asJson(outcome), null, 2))
  printStage(parsed.json ? terminal.err : terminal.out, { ...outcome, seconds })
  return outcome.exitCode
}

async function timed(command: Command, raw: Readonly<Record<string, string>>, services: Services) {
  const start = services.clock.elapsed()
  const outcome = await command.run(raw, services)
  return { outcome, seconds: (services.clock.elapsed() - start) / 1000 }
}

/** What `--json` prints: the action's outputs, and the documents themselves. */
export function asJson({ stage, verdict, reason, exitCode, outputs, documents }: Awaited<ReturnType<Command['run']>>) {
  return { stage, verdict, reason, exitCode, outputs, documents }
}

function verbOf(command: Command, { words }: Arguments): Readonly<Record<string, string>> {
  const [verb, ...more] = words
  if (verb === undefined) return {}
  if (more.length > 0 || !command.verbs.some(({ name }) => name === verb)) {
    const known = command.verbs.map(({ name }) => name).join(', ')
    throw new InputError(`unexpected word '${more[0] ?? verb}'`, {
      remedy: known ? `Verbs of ${command.name}: ${known}.` : `Inputs are flags; see trainyard ${command.name} --help.`,
    })
  }
  return { command: verb }
}
