import { InputError } from '@trainyard/ports'
import { isCost, type PlaceOfRule, type Rule } from '../rules/gate.ts'

/** Whether a rule compares with the champion, which a first model has none of. */
export function awaitsChampion({ against }: Rule): boolean {
  return against === 'champion'
}

/**
 * Rules that a first model leaves unjudged.
 * @param rules all of them, in the order in which they were written
 * @returns their texts
 * @throws InputError where no rule is left that says how good a model must be by itself
 */
export function unjudgedRules(rules: readonly Rule[], placeOf: PlaceOfRule): readonly string[] {
  const unjudged = rules.filter(awaitsChampion)
  const [first] = unjudged
  if (first === undefined || rules.some(isAbsolute)) return unjudged.map(({ text }) => text)
  throw new InputError(`no rule is left for a first model: '${first.text}' compares with the champion`, {
    at: placeOf(rules.indexOf(first)),
    remedy: 'Add one that a first model must keep, such as accuracy >= 0.8 or accuracy superior to baseline by 0.1.',
  })
}

/** That a model is not too good, or not too slow, says nothing of how good it is. */
function isAbsolute(rule: Rule): boolean {
  if (isCost(rule) || rule.intent === 'not-suspicious') return false
  return rule.against === undefined || rule.against === 'baseline' || rule.against === 'last-value'
}
