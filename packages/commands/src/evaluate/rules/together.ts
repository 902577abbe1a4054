import type { Evaluation } from '@trainyard/evaluation'
import type { BaseJudgement, Verdict } from '@trainyard/evidence'

/** A model must pass the rules of its change and, where they differ, those of the branch that it would change. */
export function together(
  own: Omit<Evaluation, 'unjudged'>,
  base: BaseJudgement | undefined,
): Omit<Evaluation, 'unjudged'> & { readonly base?: BaseJudgement } {
  if (base === undefined) return own
  const verdict = worse(own.verdict, base.verdict)
  const reason = base.verdict === 'pass' ? own.reason : `by the rules of ${base.branch}: ${base.reason}`
  return {
    ...own,
    base,
    verdict,
    reason: verdict === 'pass' ? `${own.reason}, by the rules of ${base.branch} too` : reason,
  }
}

function worse(one: Verdict, other: Verdict): Verdict {
  const order: readonly Verdict[] = ['fail', 'inconclusive', 'pass']
  return order.find((verdict) => verdict === one || verdict === other) ?? one
}
