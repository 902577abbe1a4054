/** A line of more characters than this is told in pieces, so that a program without line ends cannot fill the memory. */
const LONGEST = 2 ** 18

export interface LineSplitter {
  push(text: string): void
  /** Tells what comes after the last line end. */
  end(): void
}

/** Tells each line of a text that arrives in pieces, without its end: `\n`, `\r\n`, or `\r` as progress bars use it. */
export function splitLines(onLine: (line: string) => void): LineSplitter {
  let rest = ''
  return {
    push: (text) => {
      const lines = (rest + text).split(/\r\n|\n|\r(?!$)/)
      rest = lines.pop() ?? ''
      lines.forEach(onLine)
      if (rest.length <= LONGEST) return
      onLine(rest)
      rest = ''
    },
    end: () => {
      if (rest !== '') onLine(rest.replace(/\r$/, ''))
      rest = ''
    },
  }
}
