import { type Clock, formatProblem, type Log, type Position } from '@trainyard/ports'
import { throttle } from '../throttle.ts'
import { terminalStyle } from './style.ts'

/** Where the lines go: standard error, or a test's own sink. */
export interface Screen {
  readonly isTTY?: boolean
  write(text: string): unknown
}

const TTY_PROGRESS_MS = 100
const PLAIN_PROGRESS_MS = 5_000
const CLEAR_LINE = '\r\u001b[2K'

interface Options {
  readonly screen: Screen
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly verbose: boolean
}

/** Facts, warnings and progress on one stream. On a terminal, progress overwrites itself. */
export function terminalLog({ screen, env, clock, verbose }: Options): Log {
  const style = terminalStyle(screen, env)
  const secrets: string[] = []
  let unfinished = ''
  const hide = (text: string) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text)
  const line = (text: string) => {
    screen.write(`${unfinished}${hide(text)}\n`)
    unfinished = ''
  }
  const note = (label: string, message: string, at?: Position) =>
    line(`${label} ${formatProblem({ message, ...(at && { at }) })}`)
  const overwrite = (text: string) => {
    screen.write(`${CLEAR_LINE}${style('dim', hide(text))}`)
    unfinished = CLEAR_LINE
  }
  return {
    info: line,
    debug: (text) => (verbose ? line(style('dim', text)) : undefined),
    warning: (message, at) => note(style('yellow', 'warning'), message, at),
    error: (message, at) => note(style('red', 'error'), message, at),
    progress: throttle(
      screen.isTTY ? TTY_PROGRESS_MS : PLAIN_PROGRESS_MS,
      clock.elapsed,
      screen.isTTY ? overwrite : line,
    ),
    group: (title, work) => {
      if (verbose) line(title)
      return work()
    },
    mask: (secret) => {
      if (secret) secrets.push(secret)
    },
  }
}
