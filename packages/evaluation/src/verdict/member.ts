import type { RuleResult } from '@trainyard/evidence'
import { type Answers, measureDifference, metricValue } from '@trainyard/metrics'
import { judgeCost } from '../costs/judge.ts'
import type { Facts } from '../facts.ts'
import type { Measurer } from '../measure.ts'
import { itself } from '../rivals/itself.ts'
import type { Rivals } from '../rivals/rivals.ts'
import { judgeUnder } from '../robustness/judge.ts'
import { type Gate, isCost, type Rule } from '../rules/gate.ts'
import type { PlacedCost, PlacedRule } from '../rules/place.ts'
import { judgeSlices } from '../slices/slices.ts'
import type { Member } from './family.ts'
import { type Inconclusive, judgeRule, type RuleEvidence, verdictOf } from './judge.ts'

/** What rules are judged on. */
export interface Sides extends Pick<Facts, 'disturbed' | 'isChampion'> {
  readonly candidate: Answers
  readonly rivals: Rivals
  readonly ofCandidate: Measurer
  readonly seed: number
  readonly sliceRows: number
  readonly inconclusive: Inconclusive
}

/** A rule in its place, as one of a family. */
export function memberOf(place: PlacedRule | PlacedCost, sides: Sides): Member {
  const { inconclusive, seed } = sides
  if ('rule' in place) {
    const judge = () => judgeCost(place.rule, { costs: place.costs, inconclusive, seed })
    return { byChance: false, judge, mayBeRefuted: () => false }
  }
  const { gate } = place
  return {
    byChance: isByChance(gate),
    judge: (family) => judgePlaced(place, sides, family),
    mayBeRefuted: ({ difference, estimate, bounds, slices }) =>
      slices !== undefined ||
      (bounds !== undefined && verdictOf(gate, { value: difference ?? estimate, bounds }) === 'fail'),
  }
}

/** The rule that stands in a place. */
export function ruleOf(place: PlacedRule | PlacedCost): Rule {
  return 'rule' in place ? place.rule : place.gate
}

/** Whether a rule may refute by chance. One against what is too good to be true is to find it, and is no one's neighbour. */
export function isByChance(rule: Rule): boolean {
  return !isCost(rule) && rule.intent !== 'not-suspicious'
}

function judgePlaced({ gate, classIndex, slices }: PlacedRule, sides: Sides, family: number): RuleResult {
  const { candidate, rivals, seed, sliceRows, inconclusive, disturbed, isChampion = false } = sides
  const question = { gate, classIndex, seed, family, inconclusive }
  if (gate.under && disturbed) return judgeUnder({ ...question, answers: candidate, disturbed })
  const rival = gate.against && rivals[gate.against]
  const same = isChampion && gate.against === 'champion'
  if (slices) return judgeSlices({ ...question, slices, candidate, rival, same, sliceRows })
  const alone = aloneOf(question, sides)
  if (rival === undefined) return judgeRule(gate, alone, inconclusive)
  const beside = { ...alone, rival: metricValue(gate.metric, rival, classIndex) }
  if (same) return judgeItself(gate, beside, inconclusive)
  const difference = measureDifference(gate.metric, { candidate, champion: rival }, classIndex, { seed, family })
  return judgeRule(gate, { ...beside, difference }, inconclusive)
}

interface Question {
  readonly gate: Gate
  readonly classIndex: number
  readonly family: number
}

/** What the candidate's own rows say of a rule. */
function aloneOf({ gate, classIndex, family }: Question, { candidate, ofCandidate }: Sides): RuleEvidence {
  const className = candidate.classes[classIndex]
  return {
    candidate: ofCandidate(gate.metric, classIndex, family),
    rows: candidate.rows,
    ...(className !== undefined && { class: className }),
  }
}

function judgeItself(gate: Gate, beside: RuleEvidence, inconclusive: Inconclusive): RuleResult {
  const result = judgeRule(gate, { ...beside, difference: itself }, inconclusive)
  return { ...result, reason: 'It is the champion itself: the difference is 0.' }
}
