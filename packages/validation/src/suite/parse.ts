import type { Severity } from '@trainyard/evidence'
import { InputError, type Problem } from '@trainyard/ports'
import { type JsonPath, type PositionedJson, parseJson } from './json.ts'
import { plan, type Written } from './plan.ts'
import type { PlannedExpectation, Suite } from './types.ts'

const severities = ['critical', 'warning', 'info'] as const

type JsonObject = Readonly<Record<string, unknown>>

/**
 * Reads a Great Expectations suite, of 0.x (`expectation_type`, `expectation_suite_name`) or 1.x (`type`, `name`).
 * @throws InputError with every problem, each with file, line and column
 */
export function parseSuite(text: string, file: string): Suite {
  const json = parseJson(text, file)
  const problems: Problem[] = []
  const entries = expectationsOf(json, file)
  const expectations = entries.flatMap((entry, index) => parseExpectation(json, entry, index, problems))
  if (problems.length > 0) throw new InputError(problems)
  return { name: nameOf(json.value, file), source: 'suite', path: file, expectations }
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
  json: PositionedJson,
  entry: unknown,
  index: number,
  problems: Problem[],
): readonly PlannedExpectation[] {
  const at = (...path: JsonPath) => json.position(['expectations', index, ...path])
  const written = readEntry(entry)
  if ('message' in written) {
    problems.push({ message: written.message, at: at(...written.path) })
    return []
  }
  const planned = plan(written, (kwarg) => (kwarg === undefined ? at() : at('kwargs', kwarg)))
  if (planned.ok) return [planned.expectation]
  const typeKey = isObject(entry) && 'type' in entry ? 'type' : 'expectation_type'
  for (const { kwarg, message } of planned.problems) {
    problems.push({ message, at: kwarg === undefined ? at(typeKey) : at('kwargs', kwarg) })
  }
  return []
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
  return { type, kwargs, ...(isObject(meta) && { meta }), ...(isSeverity(severity) && { severity }) }
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
