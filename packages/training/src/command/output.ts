import type { Log } from '@trainyard/ports'

/** Lines that an error repeats. */
const LAST_LINES = 15
/** Characters of one line that are shown. */
const LONGEST_LINE = 2_000
/** Characters of a command's output that go to the log: GitHub's own view of a log ends soon after. */
const MOST_SHOWN = 4_000_000

export interface Output {
  take(line: string): void
  /** The last lines, however much came before them. */
  last(): readonly string[]
}

/** Hands a command's output to the log, as much as a person can read, and keeps its last lines. */
export function boundedOutput(log: Pick<Log, 'info' | 'warning'>): Output {
  const last: string[] = []
  let shown = 0
  const show = (line: string) => {
    if (shown > MOST_SHOWN) return
    shown += line.length + 1
    if (shown <= MOST_SHOWN) log.info(line)
    else log.warning(`the command has written ${MOST_SHOWN / 1e6} MB; the rest of its output is not shown`)
  }
  return {
    take: (line) => {
      const cut = line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line
      show(cut)
      last.push(cut)
      if (last.length > LAST_LINES) last.shift()
    },
    last: () => last,
  }
}
