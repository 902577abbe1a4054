import type { ComparedExpectation, Severity } from '@trainyard/evidence'

/** `changed`: looser in one respect and tighter in another, or in a way that has no order, such as a regular expression. */
export type Change = 'same' | 'loosened' | 'tightened' | 'changed'

/** How strict an expectation became, and by which arguments. */
export function changeOf(
  before: ComparedExpectation,
  after: ComparedExpectation,
): { readonly change: Change; readonly kwargs: readonly string[] } {
  const names = [...new Set([...Object.keys(before.kwargs), ...Object.keys(after.kwargs)])]
  const changes = names.map((name) => [name, kwargChange(name, before, after)] as const)
  const severity = ordered(weights[after.severity ?? 'critical'] - weights[before.severity ?? 'critical'])
  const differing = [...changes, ['severity', severity] as const].filter(([, change]) => change !== 'same')
  const kinds = new Set(differing.map(([, change]) => change))
  const [only = 'same'] = kinds
  return { change: kinds.size > 1 ? 'changed' : only, kwargs: differing.map(([name]) => name) }
}

const weights: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 }

/** Arguments that are stricter the greater they are, and their value where they are left out. */
const rising: Readonly<Record<string, number>> = {
  min_value: Number.NEGATIVE_INFINITY,
  mostly: 1,
  strict_min: 0,
  strict_max: 0,
}

/** Arguments that are stricter the smaller they are. */
const falling: Readonly<Record<string, number>> = {
  max_value: Number.POSITIVE_INFINITY,
  threshold: Number.POSITIVE_INFINITY,
}

/** Arguments that say how a result is written. */
const formatting = ['result_format', 'catch_exceptions', 'meta', 'batch_id']

function kwargChange(name: string, before: ComparedExpectation, after: ComparedExpectation): Change {
  const [was, is] = [before.kwargs[name] ?? null, after.kwargs[name] ?? null]
  if (formatting.includes(name) || JSON.stringify(was) === JSON.stringify(is)) return 'same'
  if (Array.isArray(was) && Array.isArray(is)) return listChange(after.type, was, is)
  const [up, down] = [rising[name], falling[name]]
  const order = up !== undefined ? compare(was, is, up) : down !== undefined ? compare(is, was, down) : undefined
  return order === undefined ? 'changed' : ordered(order)
}

/** Above 0 where `is` is greater. */
function compare(was: unknown, is: unknown, absent: number): number | undefined {
  if (typeof was === 'string' && typeof is === 'string') return was < is ? 1 : -1
  const [before, after] = [was ?? absent, is ?? absent].map(asNumber)
  return before === undefined || after === undefined ? endless(was, is, absent) : Math.sign(after - before)
}

function asNumber(value: unknown): number | undefined {
  if (typeof value === 'boolean') return Number(value)
  return typeof value === 'number' ? value : undefined
}

/** A bound of text or time that came or went. */
function endless(was: unknown, is: unknown, absent: number): number | undefined {
  if (was === null && typeof is === 'string') return absent < 0 ? 1 : -1
  return typeof was === 'string' && is === null ? (absent < 0 ? -1 : 1) : undefined
}

function listChange(type: string, was: readonly unknown[], is: readonly unknown[]): Change {
  const direction = /_in_set$|_in_type_list$/.test(type) && !/_not_be_in_set$/.test(type) ? 1 : -1
  if (!/_set$|_list$/.test(type) || /equal_set|ordered_list/.test(type)) return 'changed'
  const [lost, won] = [without(was, is), without(is, was)]
  if (lost > 0 && won > 0) return 'changed'
  return ordered(direction * (lost - won))
}

function without(values: readonly unknown[], others: readonly unknown[]): number {
  const known = new Set(others.map((value) => JSON.stringify(value)))
  return values.filter((value) => !known.has(JSON.stringify(value))).length
}

function ordered(stricter: number): Change {
  if (stricter === 0) return 'same'
  return stricter > 0 ? 'tightened' : 'loosened'
}
