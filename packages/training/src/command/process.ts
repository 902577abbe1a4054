import { type ExecResult, FaultError, InputError, isCode } from '@trainyard/ports'
import type { TrainRequest, TrainServices } from '../types.ts'
import { faultOf } from './ending.ts'
import { outOfMemoryKills, tellsOfMemory } from './memory.ts'
import { boundedOutput } from './output.ts'
import { splitWords } from './words.ts'

/** What is kept beside the last lines: nothing reads it. */
const KEEP = 1_000

const at = { file: 'trainyard.yml', key: 'train.run' }

/**
 * Runs the user's command and streams its output to the log. What it started and left running is ended with it.
 * @throws InputError with the last lines of its output, where it does not end well
 */
export async function runCommand(
  request: TrainRequest,
  env: Readonly<Record<string, string | undefined>>,
  { exec, log }: TrainServices,
): Promise<void> {
  const [command = '', ...args] = splitWords(request.run ?? '')
  const { timeoutMs } = request
  const output = boundedOutput(log)
  const limits = { keep: KEEP, endLeftovers: true, ...(timeoutMs !== undefined && { timeoutMs }) }
  const killsBefore = await outOfMemoryKills()
  const result: ExecResult = await exec
    .run(command, args, { cwd: request.folder, env, onLine: output.take, ...limits })
    .catch((error: unknown) => {
      throw notStarted(command, error)
    })
  const outOfMemory = (await outOfMemoryKills()) !== killsBefore
  const fault = faultOf({ ...result, timeoutMs, outOfMemory, toldOfMemory: tellsOfMemory(output.last()) })
  if (fault !== undefined) throw new InputError(withLastLines(`${request.run} ${fault}`, output.last()), { at })
}

function withLastLines(sentence: string, last: readonly string[]): string {
  if (last.length === 0) return `${sentence}. It wrote nothing.`
  return [`${sentence}. Its last lines:`, ...last.map((line) => `  ${line}`)].join('\n')
}

function notStarted(command: string, error: unknown): Error {
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
