import type { RuleResult } from '@trainyard/evidence'

/** A rule that is judged beside others. */
export interface Member {
  /** Whether it may refute the model by chance, as rules that are held against bounds may. */
  readonly byChance: boolean
  /** @param family by how many the chance that it refutes wrongly is divided */
  judge(family: number): RuleResult
  /** Whether a rule that was not refuted may be, where the chance is divided by fewer. */
  mayBeRefuted(result: RuleResult): boolean
}

/** How many rules share the chance of a wrong refutation: those that are held against bounds. */
export function familySize(members: readonly Pick<Member, 'byChance'>[]): number {
  return Math.max(1, members.filter(({ byChance }) => byChance).length)
}

/**
 * Judges rules so that, where all of them hold in truth, at most one evaluation in twenty calls any of them refuted, however
 * many there are and however they depend on each other: Holm (1979), step by step. The least favourable is refuted at 5 %
 * over their number; once some are, the others at 5 % over the number of those that are left. To pass needs no correction,
 * as every rule must: Berger (1982).
 */
export function judgeFamily(members: readonly Member[]): readonly RuleResult[] {
  const size = familySize(members)
  const results = members.map((member) => member.judge(member.byChance ? size : 1))
  return stepDown(members, results, size)
}

function stepDown(members: readonly Member[], results: readonly RuleResult[], family: number): readonly RuleResult[] {
  const refuted = members.filter(({ byChance }, at) => byChance && results[at]?.statistical === 'fail').length
  const left = familySize(members) - refuted
  if (refuted === 0 || left === 0 || left === family) return results
  const next = members.map((member, at) => {
    const result = results[at] ?? member.judge(left)
    const open = member.byChance && result.statistical === 'inconclusive' && member.mayBeRefuted(result)
    return open ? member.judge(left) : result
  })
  return stepDown(members, next, left)
}
