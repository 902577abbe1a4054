/** Where in the user's file a problem stands. Lines and columns count from 1. */
export interface Position {
  readonly file: string
  readonly line?: number
  readonly column?: number
  /** The key or path inside the file, for example `evaluate.gates[0]`. */
  readonly key?: string
}

/** One thing the user can mend: what, where, and how. */
export interface Problem {
  readonly message: string
  readonly at?: Position
  readonly remedy?: string
}

interface Details {
  readonly at?: Position | undefined
  readonly remedy?: string | undefined
  readonly cause?: unknown
}

/** Something the user can mend (exit code 2). Carries every problem found, not only the first. */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly problems: readonly Problem[]

  constructor(message: string, details?: Details)
  constructor(problems: readonly Problem[])
  constructor(what: string | readonly Problem[], details: Details = {}) {
    const problems = typeof what === 'string' ? [problem(what, details)] : what
    super(problems.map(formatProblem).join('\n'), { cause: details.cause })
    this.problems = problems
  }
}

/** A fault of the world around us, such as a broken disk or an unreachable server (exit code 3). */
export class FaultError extends Error {
  override readonly name = 'FaultError'
  readonly remedy: string | undefined

  constructor(message: string, details: Omit<Details, 'at'> = {}) {
    super(message, { cause: details.cause })
    this.remedy = details.remedy
  }
}

/** `file:line:column  key: message`, and the remedy on a line of its own under the message. */
export function formatProblem({ message, at, remedy }: Problem): string {
  const place = at ? `${formatPosition(at)}  ` : ''
  const key = at?.key ? `${at.key}: ` : ''
  const line = `${place}${key}${message}`
  return remedy ? `${line}\n${' '.repeat(place.length)}${remedy}` : line
}

/** `trainyard.yml:3:10`, as far as it is known. */
export function formatPosition({ file, line, column }: Position): string {
  return [file, line, column].filter((part) => part !== undefined).join(':')
}

/** The message of anything that was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** What mends a fault: its own remedy, or that of the system's error it is. */
export function remedyOf(error: unknown): string | undefined {
  if (error instanceof FaultError) return error.remedy
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return Object.hasOwn(systemRemedies, code) ? systemRemedies[code] : undefined
}

const room =
  'Make room on that disk, or put the work on another: `out` names the folder of documents and models, TMPDIR that of temporary files.'
const right = 'Let the user that runs this read and write there, or name another folder by `out`.'

const systemRemedies: Readonly<Record<string, string>> = {
  ENOSPC: room,
  EDQUOT: room,
  EACCES: right,
  EPERM: right,
  EROFS: right,
  EMFILE: 'Let a process open more files: ulimit -n.',
}

function problem(message: string, { at, remedy }: Details): Problem {
  return { message, ...(at && { at }), ...(remedy && { remedy }) }
}
