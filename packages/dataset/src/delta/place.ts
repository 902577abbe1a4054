import { InputError } from '@trainyard/ports'

/** The folder of a table: its name in messages, and where it lies. */
export interface TableFolder {
  readonly path: string
  readonly absolute: string
}

/** A place in a table, as messages name it. */
export interface TablePlace {
  readonly version: number
  readonly file: string
  readonly line?: number
}

/** What the user can mend in a table: always with the version it was found in, and the file. */
export function broken(
  { version, file, line }: TablePlace,
  message: string,
  more: { readonly remedy?: string; readonly cause?: unknown } = {},
): InputError {
  return new InputError(`version ${version} of the table: ${message}`, {
    at: { file, ...(line !== undefined && { line }) },
    remedy: damaged,
    ...more,
  })
}

const damaged = 'The table is damaged. Copy it again, or name an older version.'
