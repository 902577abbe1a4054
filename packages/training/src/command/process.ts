import { type ExecResult, FaultError, InputError, isCode, type Position } from '@trainyard/ports'
import type { TrainRequest, TrainServices } from '../types.ts'
import { faultOf, missingModuleOf } from './ending.ts'
import { outOfMemoryKills, tellsOfMemory } from './memory.ts'
import { boundedOutput } from './output.ts'
import { splitWords } from './words.ts'

/** What is kept beside the last lines: nothing reads it. */
const KEEP = 1_000

/** A command of the user's. */
export interface UserCommand {
  /** Program and arguments. */
  readonly words: readonly string[]
  /** Where it was written. */
  readonly at: Position
  readonly folder: string
  readonly timeoutMs?: number
}

/** Runs the training command. @throws InputError as `startCommand` does */
export async function runCommand(
  { run = '', folder, timeoutMs }: TrainRequest,
  env: Readonly<Record<string, string | undefined>>,
  services: Pick<TrainServices, 'exec' | 'log'>,
): Promise<void> {
  const at = { file: 'trainyard.yml', key: 'train.run' }
  const limits = timeoutMs === undefined ? {} : { timeoutMs }
  await startCommand({ words: splitWords(run), at, folder, ...limits }, env, services)
}

/**
 * Runs a command of the user's and streams its output to the log. What it started and left running is ended with it.
 * @throws InputError with the last lines of its output, where it does not end well
 */
export async function startCommand(
  { words, at, folder, timeoutMs }: UserCommand,
  env: Readonly<Record<string, string | undefined>>,
  { exec, log }: Pick<TrainServices, 'exec' | 'log'>,
): Promise<void> {
  const [command = '', ...args] = words
  const output = boundedOutput(log)
  const limits = { keep: KEEP, endLeftovers: true, ...(timeoutMs !== undefined && { timeoutMs }) }
  const killsBefore = await outOfMemoryKills()
  const result: ExecResult = await exec
    .run(command, args, { cwd: folder, env, onLine: output.take, ...limits })
    .catch((error: unknown) => {
      throw notStarted(command, at, error)
    })
  const outOfMemory = (await outOfMemoryKills()) !== killsBefore
  const last = output.last()
  const missingModule = missingModuleOf(last)
  const fault = faultOf({ ...result, timeoutMs, outOfMemory, toldOfMemory: tellsOfMemory(last), missingModule })
  if (fault === undefined) return
  const remedy = missingModule === undefined ? {} : { remedy: installed }
  throw new InputError(withLastLines(`${words.join(' ')} ${fault}`, last), { at, ...remedy })
}

const installed = 'Install it for this Python, or start the one that has it, such as .venv/bin/python.'

function withLastLines(sentence: string, last: readonly string[]): string {
  if (last.length === 0) return `${sentence}. It wrote nothing.`
  return [`${sentence}. Its last lines:`, ...last.map((line) => `  ${line}`)].join('\n')
}

function notStarted(command: string, at: Position, error: unknown): Error {
  const remedy = 'It is looked for on PATH and, with a slash in its name, from the folder of trainyard.yml.'
  if (error instanceof InputError || isCode(error, 'ENOENT'))
    return new InputError(`no such command: ${command}`, { at, remedy, cause: error })
  if (isCode(error, 'EACCES') || (error instanceof Error && isCode(error.cause, 'EACCES')))
    return new InputError(`${command} may not be executed`, {
      at,
      remedy: `chmod +x ${command}, and git update-index --chmod=+x ${command}`,
      cause: error,
    })
  return new FaultError(`${command} could not be started`, { cause: error })
}
