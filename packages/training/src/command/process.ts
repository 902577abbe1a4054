import { type ExecResult, FaultError, InputError, isCode } from '@trainyard/ports'
import type { TrainRequest, TrainServices } from '../types.ts'
import { splitWords } from './words.ts'

const LAST_LINES = 15

/**
 * Runs the user's command and streams its output to the log.
 * @throws InputError with the last lines of its output, where it does not end well
 */
export async function runCommand(
  request: TrainRequest,
  env: Readonly<Record<string, string | undefined>>,
  { exec, log }: TrainServices,
): Promise<void> {
  const [command = '', ...args] = splitWords(request.run ?? '')
  const last: string[] = []
  const onLine = (line: string) => {
    log.info(line)
    last.push(line)
    if (last.length > LAST_LINES) last.shift()
  }
  const options = {
    cwd: request.folder,
    env,
    onLine,
    ...(request.timeoutMs !== undefined && { timeoutMs: request.timeoutMs }),
  }
  const result = await exec.run(command, args, options).catch((error: unknown) => {
    throw notStarted(command, error)
  })
  const fault = faultOf(result, request.timeoutMs)
  if (fault === undefined) return
  throw new InputError([`${request.run} ${fault}`, ...last.map((line) => `  ${line}`)].join('\n'), {
    at: { file: 'trainyard.yml', key: 'train.run' },
  })
}

function notStarted(command: string, error: unknown): Error {
  if (error instanceof InputError || isCode(error, 'ENOENT'))
    return new InputError(`no such command: ${command}`, {
      at: { file: 'trainyard.yml', key: 'train.run' },
      remedy: 'It is looked for on PATH and, with a slash in its name, from the folder of trainyard.yml.',
      cause: error,
    })
  return new FaultError(`${command} could not be started`, { cause: error })
}

function faultOf({ code, signal }: ExecResult, timeoutMs: number | undefined): string | undefined {
  if (code === 0) return undefined
  if (signal === 'SIGKILL')
    return `was killed (SIGKILL)${timeoutMs === undefined ? '; the machine may have run out of memory' : ': it ran out of memory or of its time'}`
  if (signal === 'SIGTERM' && timeoutMs !== undefined) return `did not end within ${timeoutMs / 1000} s and was stopped`
  if (signal !== null) return `was ended by ${signal}`
  return code === 137
    ? 'was killed; the machine may have run out of memory. Its last lines:'
    : `ended with exit code ${code}. Its last lines:`
}
