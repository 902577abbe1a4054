import type { ExpectationResult, Severity, Verdict } from '@trainyard/evidence'

/** How many warnings a run may have. */
export interface WarningBudget {
  readonly atMost: number
}

export interface Judgement {
  readonly verdict: Verdict
  readonly reason: string
}

/** Fails when a critical expectation fails, or more warnings than the budget allows; without one, warnings never fail. */
export function judge(results: readonly ExpectationResult[], budget?: WarningBudget): Judgement {
  const failed = (severity: Severity) =>
    results.filter((result) => !result.success && (result.expectation_config.severity ?? 'critical') === severity)
  const [critical, warnings] = [failed('critical'), failed('warning')]
  if (critical.length > 0) {
    return { verdict: 'fail', reason: `${critical.length} of ${checks(results.length)} failed: ${names(critical)}` }
  }
  if (budget && warnings.length > budget.atMost) {
    return {
      verdict: 'fail',
      reason: `${warningCount(warnings.length)}, at most ${budget.atMost} allowed: ${names(warnings)}`,
    }
  }
  const noted = warnings.length === 0 ? '' : `, ${warningCount(warnings.length)}`
  return { verdict: 'pass', reason: `${checks(results.length)}${noted}` }
}

function names(results: readonly ExpectationResult[]): string {
  const shown = results.slice(0, 3).map(({ expectation_config: { type, kwargs } }) => {
    const column = kwargs['column']
    return typeof column === 'string' ? `${type} (${column})` : type
  })
  return `${shown.join(', ')}${results.length > shown.length ? `, and ${results.length - shown.length} more` : ''}`
}

function checks(count: number): string {
  return count === 1 ? '1 check' : `${count} checks`
}

function warningCount(count: number): string {
  return count === 1 ? '1 warning' : `${count} warnings`
}
