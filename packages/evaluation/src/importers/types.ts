import type { Position } from '@trainyard/ports'

/** A rule in our own words, and where it was written in others. */
export interface ImportedRule {
  readonly text: string
  readonly at: Position
}

/** A part of the file that no rule says. */
export interface Untranslated {
  readonly what: string
  readonly why: string
  readonly at: Position
}

export interface ImportedRules {
  readonly rules: readonly ImportedRule[]
  readonly untranslated: readonly Untranslated[]
}

export interface ImportOptions {
  /** By how much the model may be worse than a value of a metrics file, which says nothing of rows. */
  readonly margin?: number
}

/** A form that rules of other tools come in. */
export interface RuleImporter {
  readonly name: string
  /** @param value what the file holds, where it is JSON or YAML */
  recognises(file: string, value: unknown): boolean
  /** @throws InputError with every problem of the file */
  read(text: string, file: string, value: unknown, options: ImportOptions): ImportedRules
}

/** What one part of a file becomes. */
export type Translation = ImportedRule | Untranslated

/** Rules, and parts that are none, each in their order; what several slices share is told once. */
export function sorted(parts: readonly Translation[]): ImportedRules {
  const untranslated = new Map(parts.flatMap((part) => ('what' in part ? [[JSON.stringify(part), part] as const] : [])))
  return { rules: parts.filter((part) => 'text' in part), untranslated: [...untranslated.values()] }
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
