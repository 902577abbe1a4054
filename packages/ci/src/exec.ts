import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { type Exec, type ExecOptions, type ExecResult, FaultError, InputError, isCode } from '@trainyard/ports'
import { splitLines } from './lines.ts'
import { killGroup, killLeftovers, newMark } from './processes.ts'

/** Characters of output that are kept, from the end. */
const MAX_OUTPUT = 64 * 1024 * 1024
const GRACE_MS = 5_000
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

interface Defaults {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Starts programs with argument arrays. `options.env` is laid over the default environment; `undefined` removes. */
export function processExec(defaults: Defaults): Exec {
  return { run: (command, args, options = {}) => run(command, args, options, defaults) }
}

async function run(command: string, args: readonly string[], options: ExecOptions, defaults: Defaults) {
  const mark = options.endLeftovers ? newMark() : undefined
  const child = spawn(command, args, {
    cwd: options.cwd ?? defaults.cwd,
    env: { ...defaults.env, ...options.env, ...mark },
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  })
  if (mark) child.once('exit', () => killLeftovers(child, mark))
  const release = tieToUs(child, () => mark && killLeftovers(child, mark))
  const time = { up: false }
  const expire = () => {
    time.up = true
    stop(child)
  }
  const timer = options.timeoutMs === undefined ? undefined : setTimeout(expire, options.timeoutMs)
  try {
    return { ...(await result(child, options)), ...(time.up && { timedOut: true }) }
  } catch (error) {
    throw notStarted(command, options.cwd ?? defaults.cwd, error)
  } finally {
    clearTimeout(timer)
    release()
  }
}

async function result(child: ChildProcess, { onLine, input, keep = MAX_OUTPUT }: ExecOptions): Promise<ExecResult> {
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  // A program that ends without reading its input is judged by its exit code.
  child.stdin?.on('error', () => undefined).end(input)
  const [end, stdout, stderr] = await Promise.all([
    ended,
    collect(child.stdout, keep, (line) => onLine?.(line, 'stdout')),
    collect(child.stderr, keep, (line) => onLine?.(line, 'stderr')),
  ])
  return { ...end, stdout, stderr }
}

/** Hands on each line, and keeps the end of it all: cut only now and then, because cutting copies. */
async function collect(stream: Readable | null, keep: number, onLine: (line: string) => void): Promise<string> {
  if (!stream) return ''
  const decoder = new StringDecoder('utf8')
  const lines = splitLines(onLine)
  let kept = ''
  const take = (text: string) => {
    kept += text
    if (kept.length > 2 * keep) kept = kept.slice(-keep)
    lines.push(text)
  }
  stream.on('data', (bytes: Buffer) => take(decoder.write(bytes)))
  await once(stream, 'close')
  take(decoder.end())
  lines.end()
  return kept.slice(-keep)
}

/**
 * The child leads a process group of its own, so that what it started ends with it. A signal to us is passed on, and ends us
 * when the child has ended, or after a while.
 */
function tieToUs(child: ChildProcess, last: () => void): () => void {
  const passOn = (signal: NodeJS.Signals) => {
    killGroup(child, signal)
    const end = () => {
      last()
      release()
      process.kill(process.pid, signal)
    }
    child.once('exit', end)
    setTimeout(end, GRACE_MS).unref()
  }
  const release = () => {
    for (const signal of ENDING_SIGNALS) process.removeListener(signal, passOn)
  }
  for (const signal of ENDING_SIGNALS) process.on(signal, passOn)
  return release
}

function stop(child: ChildProcess): void {
  killGroup(child, 'SIGTERM')
  const force = setTimeout(() => killGroup(child, 'SIGKILL'), GRACE_MS)
  child.once('close', () => clearTimeout(force))
}

function notStarted(command: string, cwd: string, cause: unknown): Error {
  if (!isCode(cause, 'ENOENT')) return new FaultError(`could not start ${command}`, { cause })
  return new InputError(`no such program: ${command} (started in ${cwd})`, {
    remedy: 'Install it, or name it with its full path.',
    cause,
  })
}
