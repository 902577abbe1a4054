import type { EvaluationDocument, FirstModel, RuleResult } from '@trainyard/evidence'

/** Every rule that was held against the rows: the change's own, then those of the branch that it would change. */
export function rulesOf({ rules, base }: EvaluationDocument): readonly RuleResult[] {
  const others = base?.rules.map((rule) => ({ ...rule, text: `${rule.text} (rules of ${base.branch})` })) ?? []
  return [...rules, ...others]
}

/** Rules that do not pass: those that fail first. */
export function openRules(document: EvaluationDocument): readonly RuleResult[] {
  const rules = rulesOf(document)
  return [
    ...rules.filter(({ verdict }) => verdict === 'fail'),
    ...rules.filter(({ verdict }) => verdict === 'inconclusive'),
  ]
}

/** A rule of a first model that compares with the champion. */
export interface ShownUnjudged {
  readonly text: string
  /** Why it was not judged. */
  readonly reason: string
}

/** What stands where the verdict of such a rule would. */
export const nothingToCompare = 'first model: nothing to compare with'

/** Rules that were not judged, as there is no champion yet: those of the change, then those of the branch. */
export function unjudgedOf({ firstModel, base }: EvaluationDocument): readonly ShownUnjudged[] {
  const shown = (found: FirstModel | undefined, whose = '') =>
    found?.unjudged.map((text) => ({ text: `${text}${whose}`, reason: found.reason })) ?? []
  return [...shown(firstModel), ...(base ? shown(base.firstModel, ` (rules of ${base.branch})`) : [])]
}
