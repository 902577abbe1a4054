import type { ExpectationResult, Severity } from '@trainyard/evidence'
import { foundOf } from '@trainyard/report'
import type { Suite, Validation } from '@trainyard/validation'
import type { Annotation } from '../core/result.ts'

const levels: Readonly<Record<Severity, Annotation['level']>> = {
  critical: 'error',
  warning: 'warning',
  info: 'notice',
}

/** Each failed check, at its line of the suite where it has one. */
export function annotations({ results, places }: Pick<Validation, 'results' | 'places'>): Annotation[] {
  return results.flatMap((result, index) => {
    if (result.success) return []
    const at = places[index]
    const level = levels[result.expectation_config.severity ?? 'critical']
    return [{ level, message: failure(result), ...(at && { at }) }]
  })
}

/** Each part of a suite that is not checked, at its line. What belongs to check-drift is no warning. */
export function notChecked({ untranslated = [] }: Suite): Annotation[] {
  return untranslated.map(({ what, why, at, drift }) => {
    return { level: drift ? 'notice' : 'warning', message: `${what} is not checked: ${why}`, at }
  })
}

/** What failed, in one line and without a value of a row. */
export function failure(result: ExpectationResult): string {
  const { type, kwargs } = result.expectation_config
  const column = kwargs['column'] === undefined ? '' : ` of ${String(kwargs['column'])}`
  const found = foundOf(result)
  return `${type}${column} failed${found === '' ? '' : `: ${found}`}`
}
