import type { Severity } from '@trainyard/evidence'
import { InputError, type Problem } from '@trainyard/ports'
import { type EarlierRun, identityOf } from '../history/runs.ts'
import { withWindows } from '../history/windows.ts'
import { presentName } from '../kinds/old.ts'
import { type Parameters, substitute } from '../parameters/substitute.ts'
import { type JsonPath, type PositionedJson, parseJson } from './json.ts'
import { plan, type Written } from './plan.ts'
import type { PlannedExpectation, Suite } from './types.ts'

const severities = ['critical', 'warning', 'info'] as const

type JsonObject = Readonly<Record<string, unknown>>

/** What the caller knows that the suite may ask for. */
export interface SuiteContext {
  /** Values of `$PARAMETER`, by name. They beat those of the suite. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** What `now()` is; without it there is none. */
  readonly now?: Date
  /** What earlier runs observed, the latest last. */
  readonly runs?: readonly EarlierRun[]
}

/**
 * Reads a Great Expectations suite, of 0.x (`expectation_type`, `expectation_suite_name`) or 1.x (`type`, `name`).
 * @throws InputError with every problem, each with file, line and column
 */
export function parseSuite(text: string, file: string, { parameters = {}, now, runs = [] }: SuiteContext = {}): Suite {
  const json = parseJson(text, file)
  const problems: Problem[] = []
  const entries = expectationsOf(json, file)
  const known: Parameters = { given: parameters, suite: parametersOf(json, problems), ...(now && { now }) }
  const expectations = entries.flatMap((entry, index) =>
    parseExpectation({ json, known, runs, problems }, entry, index),
  )
  if (problems.length > 0) throw new InputError(problems)
  const used = { ...known.suite, ...known.given }
  return { name: nameOf(json.value, file), source: 'suite', path: file, expectations, parameters: used }
}

/** `suite_parameters` of 1.x, `evaluation_parameters` of 0.x. */
function parametersOf({ value, position }: PositionedJson, problems: Problem[]): JsonObject {
  if (!isObject(value)) return {}
  const keys = ['evaluation_parameters', 'suite_parameters'].filter((key) => (value[key] ?? null) !== null)
  const read = keys.map((key) => {
    const named = value[key]
    if (isObject(named)) return named
    problems.push({ message: 'must be an object of names and values', at: position([key]) })
    return {}
  })
  return Object.assign({}, ...read)
}

interface Reading {
  readonly json: PositionedJson
  readonly known: Parameters
  readonly runs: readonly EarlierRun[]
  readonly problems: Problem[]
}

function expectationsOf(json: PositionedJson, file: string): readonly unknown[] {
  const entries = isObject(json.value) ? json.value['expectations'] : undefined
  if (Array.isArray(entries) && entries.length > 0) return entries
  const message = Array.isArray(entries) ? 'the suite has no expectations' : 'a suite has a list of expectations'
  throw new InputError(message, {
    at: { ...json.position(['expectations']), file },
    remedy:
      'A suite is an object with a name and a list of expectations: {"name": …, "expectations": [{"type": …, "kwargs": {…}}]}.',
  })
}

function parseExpectation(
  { json, known, runs, problems }: Reading,
  entry: unknown,
  index: number,
): readonly PlannedExpectation[] {
  const at = (...path: JsonPath) => json.position(['expectations', index, ...path])
  const written = readEntry(entry)
  if ('message' in written) {
    problems.push({ message: written.message, at: at(...written.path) })
    return []
  }
  const windowed = attempt(() => withWindows(written.type, written.kwargs, runs))
  if ('message' in windowed) {
    problems.push({ message: windowed.message, at: at('kwargs', 'windows') })
    return []
  }
  const { kwargs, problems: open } = substitute(windowed.value, known)
  problems.push(...open.map(({ kwarg = '', message }) => ({ message, at: at('kwargs', kwarg) })))
  if (open.length > 0) return []
  const planned = plan({ ...written, kwargs }, (kwarg) => (kwarg === undefined ? at() : at('kwargs', kwarg)))
  if (planned.ok) return [{ ...planned.expectation, identity: identityOf(written.type, written.kwargs) }]
  const typeKey = isObject(entry) && 'type' in entry ? 'type' : 'expectation_type'
  for (const { kwarg, message } of planned.problems) {
    problems.push({ message, at: kwarg === undefined ? at(typeKey) : at('kwargs', kwarg) })
  }
  return []
}

function attempt<T>(work: () => T): { readonly value: T } | { readonly message: string } {
  try {
    return { value: work() }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { message: error.problems[0]?.message ?? error.message }
  }
}

function readEntry(entry: unknown): Written | { readonly message: string; readonly path: JsonPath } {
  if (!isObject(entry)) return { message: 'an expectation is an object', path: [] }
  const type = entry['type'] ?? entry['expectation_type']
  const { kwargs = {}, meta, severity } = entry
  if (typeof type !== 'string') return { message: 'an expectation names its type', path: [] }
  if (!isObject(kwargs)) return { message: 'kwargs must be an object', path: ['kwargs'] }
  if (severity !== undefined && severity !== null && !isSeverity(severity)) {
    return { message: `must be one of ${severities.join(', ')}, not ${JSON.stringify(severity)}`, path: ['severity'] }
  }
  return { type: presentName(type), kwargs, ...(isObject(meta) && { meta }), ...(isSeverity(severity) && { severity }) }
}

function nameOf(value: unknown, file: string): string {
  if (!isObject(value)) return file
  const name = value['name'] ?? value['expectation_suite_name']
  return typeof name === 'string' && name !== '' ? name : file
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isSeverity(value: unknown): value is Severity {
  return severities.some((severity) => severity === value)
}
