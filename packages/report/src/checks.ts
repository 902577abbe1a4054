import type { ExpectationResult, FailingCheck, FailingRow, Severity, ValidationDocument } from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'

/** A check as reports show it: its result, its place in the suite, and the rows that fail it. */
export interface ShownCheck {
  readonly result: ExpectationResult
  /** Position in the suite, from 1. */
  readonly number: number
  readonly severity: Severity
  /** `expectations/customers.json:12` where it is known. */
  readonly place: string | undefined
  readonly failing: FailingCheck | undefined
}

const order: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 }

/** All checks: the failed ones first, the gravest of them first, else in the suite's order. */
export function orderedChecks({ results, places, suite, failingRows }: ValidationDocument): ShownCheck[] {
  const failing = new Map(failingRows?.checks.map((check) => [check.result, check]))
  const checks = results.map((result, index): ShownCheck => {
    const at = places?.[index]
    return {
      result,
      number: index + 1,
      severity: result.expectation_config.severity ?? 'critical',
      place: at && suite.path !== undefined ? `${suite.path}:${at.line}` : undefined,
      failing: failing.get(index),
    }
  })
  const rank = ({ result, severity }: ShownCheck) => (result.success ? 3 : order[severity])
  return checks.sort((a, b) => rank(a) - rank(b) || a.number - b.number)
}

/** The columns that a check is about. */
export function aboutOf({ expectation_config: { kwargs } }: ExpectationResult): string {
  const columns = [kwargs['column'], kwargs['column_A'], kwargs['column_B'], kwargs['column_list']].flat()
  return columns
    .filter((name) => name !== undefined)
    .map(String)
    .join(', ')
}

/** `row 17`, `a.csv row 17 (id k2): 6300`; values only where the document holds them. */
export function rowText({ file, row, keys, values }: FailingRow): string {
  const where = `${file === undefined ? '' : `${file} `}row ${grouped(row)}`
  const named = Object.entries(keys).map(([name, value]) => `${name} ${valueText(value)}`)
  const key = named.length === 0 ? '' : ` (${named.join(', ')})`
  return `${where}${key}${values === undefined ? '' : `: ${values.map(valueText).join(', ')}`}`
}

/** Text that is no longer than this, with a sign that something is left out. */
export function cutText(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'missing'
  return cutText(typeof value === 'string' ? value : JSON.stringify(value), 60)
}
