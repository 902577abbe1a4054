import type { EvaluationDocument, RuleResult } from '@trainyard/evidence'

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
