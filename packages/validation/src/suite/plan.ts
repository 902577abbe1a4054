import { nearest } from '@trainyard/config'
import type { Severity } from '@trainyard/evidence'
import type { Position } from '@trainyard/ports'
import { readCondition } from '../conditions/read.ts'
import { patternsOf } from '../conditions/types.ts'
import { expectations } from '../expectations/index.ts'
import type { Expectation, KwargProblem } from '../kinds/expectation.ts'
import { oldKwargs, textAsDates } from '../kinds/old.ts'
import { readResultFormat } from './resultFormat.ts'
import type { PlannedExpectation } from './types.ts'

const byType = new Map(expectations.map((member) => [member.type, member]))

/** Arguments that every expectation takes beside its own. */
const commonKwargs = [
  'result_format',
  'catch_exceptions',
  'batch_id',
  'meta',
  'windows',
  'row_condition',
  'condition_parser',
] as const

/** An expectation as it is written in a suite, not yet checked. */
export interface Written {
  readonly type: string
  readonly kwargs: Readonly<Record<string, unknown>>
  readonly meta?: Readonly<Record<string, unknown>>
  readonly severity?: Severity
}

export type Planned =
  | { readonly ok: true; readonly expectation: PlannedExpectation }
  | { readonly ok: false; readonly problems: readonly KwargProblem[] }

/** Checks an expectation's type and arguments. `locate` gives the place of an argument in the user's file. */
export function plan(written: Written, locate?: (kwarg?: string) => Position): Planned {
  const member = byType.get(written.type)
  if (!member) return { ok: false, problems: [{ message: noMember(written.type) }] }
  const format = readResultFormat(written.kwargs['result_format'])
  const rows = readCondition(written.kwargs)
  const prepared = member.prepare(written.kwargs)
  const problems = [
    ...unknownKwargs(member, written.kwargs),
    ...(format.ok ? [] : [{ kwarg: 'result_format', message: format.message }]),
    ...(rows.ok ? [] : [rows.problem]),
    ...notAFlag(written.kwargs['catch_exceptions']),
    ...(prepared.ok ? [] : prepared.problems),
  ]
  if (!prepared.ok || !format.ok || !rows.ok || problems.length > 0) return { ok: false, problems }
  const { type, kwargs, meta = {}, severity = 'critical' } = written
  const patterns = [...prepared.patterns, ...patternsOf(rows.condition)]
  const compile: typeof prepared.compile = (table) => textAsDates(kwargs, table) ?? prepared.compile(table)
  const common = { type, kwargs, meta, severity, patterns, compile, ...(locate && { at: locate() }) }
  const options = {
    ...(kwargs['catch_exceptions'] === false && { raises: true }),
    ...(format.value && { resultFormat: format.value }),
    ...(rows.condition && { condition: rows.condition }),
  }
  return { ok: true, expectation: { ...common, ...options } }
}

/**
 * An expectation that Trainyard itself writes.
 * @throws RangeError when it is not a valid one
 */
export function expect(written: Written): PlannedExpectation {
  const planned = plan(written)
  if (planned.ok) return planned.expectation
  throw new RangeError(`${written.type}: ${planned.problems.map(({ message }) => message).join('; ')}`)
}

function notAFlag(value: unknown): readonly KwargProblem[] {
  if (value === undefined || value === null || typeof value === 'boolean') return []
  return [{ kwarg: 'catch_exceptions', message: `must be true or false, not ${JSON.stringify(value)}` }]
}

function unknownKwargs(member: Expectation, kwargs: Readonly<Record<string, unknown>>): readonly KwargProblem[] {
  const known = [...member.kwargs, ...oldKwargs(member.type), ...commonKwargs]
  return Object.keys(kwargs)
    .filter((kwarg) => !known.includes(kwarg))
    .map((kwarg) => ({ kwarg, message: unknown('argument', kwarg, known) }))
}

function noMember(type: string): string {
  return unknown('expectation', type, [...byType.keys()])
}

function unknown(what: string, name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  return `unknown ${what} '${name}'${near ? `; did you mean ${near}?` : ''}`
}
