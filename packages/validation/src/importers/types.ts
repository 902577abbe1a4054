import type { ColumnDocument } from '@trainyard/evidence'
import type { PlannedExpectation, Untranslated } from '../suite/types.ts'

/** What an importer may know of the table: which checks make sense, and which column is meant. */
export interface TableShape {
  readonly rows: number
  readonly columns: readonly ColumnDocument[]
  /** Paths of the table's files, by which a package finds the resource that describes it. */
  readonly files: readonly string[]
  /** Names of the further tables that a suite may refer to. */
  readonly tables: readonly string[]
  /** Where the rows come from or go to, such as `SERVING`, for schemas that tell such places apart. */
  readonly environment?: string
}

export interface Imported {
  readonly expectations: readonly PlannedExpectation[]
  readonly untranslated: readonly Untranslated[]
}

/** A form that suites of other tools come in. */
export interface Importer {
  readonly name: string
  /** Whether a file has this form. `value` is its content where it is JSON. */
  readonly recognises: (file: string, value: unknown) => boolean
  /** @throws InputError with every problem of the file, each with line and column */
  readonly read: (text: string, file: string, table: TableShape) => Imported | Promise<Imported>
}

/** Joins what the parts of a suite were translated to. */
export function merge(parts: readonly Imported[]): Imported {
  return {
    expectations: parts.flatMap(({ expectations }) => expectations),
    untranslated: parts.flatMap(({ untranslated }) => untranslated),
  }
}

/** Expectations and nothing that was left out. */
export function translated(...expectations: readonly PlannedExpectation[]): Imported {
  return { expectations, untranslated: [] }
}

/** One thing that is not checked. */
export function leftOut(untranslated: Untranslated): Imported {
  return { expectations: [], untranslated: [untranslated] }
}
