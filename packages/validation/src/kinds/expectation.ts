import type { Step } from './check.ts'
import type { Kwarg, Kwargs, Values } from './kwargs.ts'
import type { TableFacts } from './table.ts'

/** A member of the family: its Great Expectations name, its arguments, and how it becomes a check. */
export interface Expectation {
  readonly type: string
  readonly kwargs: readonly string[]
  /** The arguments in words, for the reference. */
  readonly described: readonly DescribedKwarg[]
  /** Reads the arguments. Every fault is reported, not only the first. */
  prepare(given: Readonly<Record<string, unknown>>): Prepared
}

export interface DescribedKwarg {
  readonly name: string
  readonly what: string
  readonly required: boolean
  /** Undefined where leaving it out means nothing else. */
  readonly fallback: unknown
}

export type Prepared =
  | { readonly ok: true; readonly compile: (table: TableFacts) => Step; readonly patterns: readonly string[] }
  | { readonly ok: false; readonly problems: readonly KwargProblem[] }

export interface KwargProblem {
  /** Name of the argument, where one is at fault. */
  readonly kwarg?: string
  readonly message: string
}

export interface Definition<K extends Kwargs> {
  readonly type: string
  readonly kwargs: K
  /** What no single argument can show, such as a minimum above the maximum. */
  readonly agree?: (kwargs: Values<K>) => KwargProblem | undefined
  /** What of the arguments is given to RE2. */
  readonly patterns?: (kwargs: Values<K>) => readonly string[]
  readonly compile: (kwargs: Values<K>, table: TableFacts) => Step
}

/** Makes a member of the family from its definition. */
export function expectation<K extends Kwargs>(definition: Definition<K>): Expectation {
  return {
    type: definition.type,
    kwargs: Object.keys(definition.kwargs),
    described: Object.entries(definition.kwargs).map(([name, { what, required, fallback }]) => {
      return { name, what, required, fallback: fallback.ok ? fallback.value : undefined }
    }),
    prepare: (given) => prepare(definition, given),
  }
}

function prepare<K extends Kwargs>(definition: Definition<K>, given: Readonly<Record<string, unknown>>): Prepared {
  const problems: KwargProblem[] = []
  const read = Object.entries(definition.kwargs).map(([name, kwarg]) => [name, readKwarg(name, kwarg, given, problems)])
  if (problems.length > 0) return { ok: false, problems }
  const values = Object.fromEntries(read) as Values<K>
  const disagreement = definition.agree?.(values)
  if (disagreement) return { ok: false, problems: [disagreement] }
  return {
    ok: true,
    compile: (table) => definition.compile(values, table),
    patterns: definition.patterns?.(values) ?? [],
  }
}

function readKwarg(
  name: string,
  kwarg: Kwarg<unknown>,
  given: Readonly<Record<string, unknown>>,
  problems: KwargProblem[],
): unknown {
  const value = given[name]
  const read = value === undefined || value === null ? kwarg.fallback : kwarg.read(value)
  if (read.ok) return read.value
  problems.push({ kwarg: name, message: read.message })
  return undefined
}
