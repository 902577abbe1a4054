import type { EvaluationDocument, RuleResult } from '@trainyard/evidence'

/** Every rule that was held against the rows: the change's own, then those of the branch that it would change. */
export function rulesOf({ rules, base }: EvaluationDocument): readonly RuleResult[] {
  const others = base?.rules.map((rule) => ({ ...rule, text: `${rule.text} (rules of ${base.branch})` })) ?? []
  return [...rules, ...others]
}
