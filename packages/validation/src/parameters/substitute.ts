import { InputError } from '@trainyard/ports'
import type { KwargProblem } from '../kinds/expectation.ts'
import { evaluate } from './expression.ts'

/** What a suite's parameters are, and who says so. */
export interface Parameters {
  /** Values of the caller: they beat all others. */
  readonly given: Readonly<Record<string, unknown>>
  /** Values that the suite itself holds. */
  readonly suite: Readonly<Record<string, unknown>>
  /** What `now()` is. */
  readonly now?: Date
}

export interface Substituted {
  readonly kwargs: Readonly<Record<string, unknown>>
  readonly problems: readonly KwargProblem[]
}

/** Puts values in the place of every `{"$PARAMETER": …}`. Great Expectations 0.x keeps a value beside it: `"$PARAMETER.name"`. */
export function substitute(kwargs: Readonly<Record<string, unknown>>, parameters: Parameters): Substituted {
  const problems: KwargProblem[] = []
  const values = Object.entries(kwargs).map(([kwarg, value]) => {
    try {
      return [kwarg, substituted(value, parameters)]
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      problems.push({ kwarg, message: error.problems[0]?.message ?? error.message })
      return [kwarg, value]
    }
  })
  return { kwargs: Object.fromEntries(values), problems }
}

function substituted(value: unknown, parameters: Parameters): unknown {
  if (Array.isArray(value)) return value.map((entry) => substituted(entry, parameters))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const written = entries.find(([key]) => key === '$PARAMETER')?.[1]
  if (written === undefined)
    return Object.fromEntries(entries.map(([key, entry]) => [key, substituted(entry, parameters)]))
  if (typeof written !== 'string') throw new InputError('$PARAMETER must be a name or an expression')
  const beside = Object.fromEntries(
    entries.flatMap(([key, entry]) => (key === `$PARAMETER.${written}` ? [[written, entry]] : [])),
  )
  const known = new Map(Object.entries({ ...parameters.suite, ...beside, ...parameters.given }))
  return evaluate(written, { parameters: known, ...(parameters.now && { now: parameters.now }) })
}
