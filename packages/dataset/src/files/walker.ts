/** One row as it stands in a CSV file. */
export interface CsvRecord {
  /** Line of its first byte, counted from 1. */
  readonly line: number
  readonly fields: number
  /** The line is empty: a missing value in a table of one column, nothing in any other. */
  readonly blank: boolean
  /** Offset in the block just behind the row. */
  readonly end: number
}

/** What breaks a row, and in which line. */
export type CsvFault = 'text after a closing quote' | 'a lone carriage return' | 'a quote that is never closed'

export interface CsvWalker {
  /** Takes whole lines. */
  push(bytes: Buffer): void
  /** The file is over. */
  end(): void
  /** Bytes of the unfinished row so far. */
  readonly pending: number
  /** Where the unfinished row began. */
  readonly line: number
}

const [start, plain, quoted, closed, returned] = [0, 1, 2, 3, 4]
const [nextField, endRow, badQuote, badReturn] = [5, 6, 7, 8]

/** RFC 4180 as a table: for each state, what an ordinary byte, delimiter, quote, carriage return, line feed lead to. */
const transitions = Uint8Array.from([
  ...[plain, nextField, quoted, returned, endRow],
  ...[plain, nextField, plain, returned, endRow],
  ...[quoted, quoted, closed, quoted, quoted],
  ...[badQuote, nextField, quoted, returned, endRow],
  ...[badReturn, badReturn, badReturn, badReturn, endRow],
])

/** Follows the rows of a CSV text, byte by byte, without keeping them. */
export function walkCsv(
  delimiter: number,
  onRecord: (record: CsvRecord) => void,
  onFault: (fault: CsvFault, line: number) => never,
): CsvWalker {
  const classes = classTable(delimiter)
  let [state, fields, line, firstLine, pending] = [start, 1, 1, 1, 0]

  const finish = (bytes: number, end: number): void => {
    const length = state === returned ? bytes - 1 : bytes
    onRecord({ line: firstLine, fields, blank: fields === 1 && length === 0, end })
    ;[state, fields, firstLine, pending] = [start, 1, line, 0]
  }
  const event = (action: number): void => {
    if (action === badQuote) onFault('text after a closing quote', line)
    if (action === badReturn) onFault('a lone carriage return', line)
    fields += 1
    state = start
  }
  const actionOn = (byte: number): number => transitions[state * 5 + (classes[byte] ?? 0)] ?? 0
  const pushPlain = (bytes: Buffer): void => {
    const rest = eachPlainLine(bytes, delimiter, (delimiters, begin, end) => {
      fields += delimiters
      line += 1
      finish(end - 1 - begin, end)
    })
    fields += rest.delimiters
    pending = bytes.length - rest.begin
  }
  const pushAny = (bytes: Buffer): void => {
    let begin = -pending
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0
      const action = actionOn(byte)
      if (byte === 10) line += 1
      if (action === endRow) {
        finish(at - begin, at + 1)
        begin = at + 1
      } else if (action < nextField) state = action
      else event(action)
    }
    pending = bytes.length - begin
  }
  const end = (): void => {
    if (pending === 0) return
    if (state === quoted) onFault('a quote that is never closed', firstLine)
    if (state === returned) onFault('a lone carriage return', line)
    finish(pending, 0)
  }
  return {
    push: (bytes) => (pending === 0 && isPlain(bytes) ? pushPlain(bytes) : pushAny(bytes)),
    end,
    get pending() {
      return pending
    },
    get line() {
      return firstLine
    },
  }
}

/** Gives the delimiters and bounds of each line. @returns those of what is behind the last line feed */
function eachPlainLine(
  bytes: Buffer,
  delimiter: number,
  visit: (delimiters: number, begin: number, end: number) => void,
): { readonly delimiters: number; readonly begin: number } {
  let [delimiters, begin] = [0, 0]
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === delimiter) delimiters += 1
    else if (byte === 10) {
      visit(delimiters, begin, at + 1)
      ;[delimiters, begin] = [0, at + 1]
    }
  }
  return { delimiters, begin }
}

/** Without quotes and carriage returns only delimiters and line feeds count. */
function isPlain(bytes: Buffer): boolean {
  return !bytes.includes(34) && !bytes.includes(13)
}

function classTable(delimiter: number): Uint8Array {
  const classes = new Uint8Array(256)
  classes[delimiter] = 1
  classes[34] = 2
  classes[13] = 3
  classes[10] = 4
  return classes
}
