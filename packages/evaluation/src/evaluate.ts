import type { DocumentBody, RuleResult } from '@trainyard/evidence'
import { type Answers, customMetric, type Metric } from '@trainyard/metrics'
import { InputError } from '@trainyard/ports'
import { checkPredictions, type PredictionTable } from '@trainyard/predictions'
import type { CustomFacts } from './custom/known.ts'
import type { Facts } from './facts.ts'
import { allMetrics, candidateAnswers, championAnswers, confusionOf, type Measurer, measurer } from './measure.ts'
import { plotsOf } from './plots/index.ts'
import { type Rivals, rivalsOf, withCustom } from './rivals/rivals.ts'
import { inConfiguration, type PlaceOfRule, parseGates } from './rules/gate.ts'
import { type PlacedCost, type PlacedRule, placeRules } from './rules/place.ts'
import type { NamedConditions } from './slices/rows.ts'
import { familySize, judgeFamily } from './verdict/family.ts'
import { awaitsChampion, unjudgedRules } from './verdict/first-model.ts'
import { type Inconclusive, judgeAll } from './verdict/judge.ts'
import { isByChance, memberOf, ruleOf } from './verdict/member.ts'

export interface EvaluateRequest {
  readonly table: PredictionTable
  /** Rules as the user wrote them. */
  readonly gates: readonly string[]
  /** Where each was written; left out: in the configuration. */
  readonly placeOf?: PlaceOfRule
  readonly inconclusive: Inconclusive
  /** Seed of the bootstrap. */
  readonly seed: number
  /** Is told what is measured. */
  readonly progress?: (line: string) => void
  /** Fewest rows of a value that a rule `for every` column is held against. By default 30. */
  readonly sliceRows?: number
  /** Conditions of the slices that rules name. */
  readonly named?: NamedConditions
  readonly facts?: Facts
  /** Metrics of the user's own. */
  readonly custom?: CustomFacts
  /** There is no champion yet, and rules that compare with it are left unjudged. */
  readonly firstModel?: boolean
}

/** The part of `evaluation.json` that follows from labels, answers and rules. */
export type Evaluation = Pick<
  DocumentBody<'evaluation'>,
  'task' | 'metrics' | 'confusion' | 'plots' | 'rules' | 'inconclusive' | 'decidedBy'
> &
  ReturnType<typeof judgeAll> & {
    readonly reason: string
    /** Of a first model, rules that compare with the champion. */
    readonly unjudged: readonly string[]
  }

/** Measures, and holds every rule against what was measured. @throws InputError for rules that cannot be decided at all */
export function evaluate(request: EvaluateRequest): Evaluation {
  const ground = groundOf(request)
  const { candidate, ofCandidate } = ground
  return {
    task: request.table.task,
    ...judgeBy(request, ground),
    metrics: allMetrics(candidate, ofCandidate, ownMetrics(request)),
    ...confusionOf(candidate, championAnswers(request.table)),
    ...plotsOf(candidate, championAnswers(request.table)),
  }
}

/** What rules say of a table. */
export type Judgement = Pick<Evaluation, 'rules' | 'inconclusive' | 'decidedBy' | 'verdict' | 'reason' | 'unjudged'>

/** Holds rules against a table, and measures nothing else. @throws InputError for rules that cannot be decided at all */
export function judgeRules(request: EvaluateRequest): Judgement {
  return judgeBy(request, groundOf(request))
}

/** Rules in their places, and the answers that they are held against. */
interface Ground {
  /** Of a first model, rules that are not judged. */
  readonly unjudged: readonly string[]
  readonly places: readonly (PlacedRule | PlacedCost)[]
  readonly candidate: Answers
  readonly rivals: Rivals
  readonly ofCandidate: Measurer
}

function groundOf(request: EvaluateRequest): Ground {
  const { table, gates, seed, progress, custom, placeOf = inConfiguration, named = {}, firstModel = false } = request
  expectAnswers(table)
  const candidate = withCustom(candidateAnswers(table), custom?.candidate)
  const rules = parseGates(gates, placeOf, { task: table.task, custom: ownMetrics(request) })
  const unjudged = firstModel ? unjudgedRules(rules, placeOf) : []
  const placed = placeRules(rules, { table, answers: candidate, placeOf, named, firstModel, ...request.facts })
  const places = placed.filter((place) => !(firstModel && awaitsChampion(ruleOf(place))))
  const family = familySize(places.map((place) => ({ byChance: isByChance(ruleOf(place)) })))
  const ofCandidate = measurer(candidate, { seed, family, ...(progress && { progress }) })
  const rivals = rivalsOf(table, candidate, { rules, custom: custom?.champion })
  return { unjudged, places, candidate, rivals, ofCandidate }
}

function ownMetrics({ table, custom }: EvaluateRequest): readonly Metric[] {
  return custom?.metrics.map((metric) => customMetric(metric, table.task)) ?? []
}

function judgeBy(request: EvaluateRequest, ground: Ground): Judgement {
  const { inconclusive, seed, sliceRows = 30, facts } = request
  const { disturbed, isChampion = false } = facts ?? {}
  const sides = { ...ground, seed, sliceRows, disturbed, isChampion, inconclusive }
  const results = judgeFamily(ground.places.map((place) => memberOf(place, sides)))
  const { unjudged } = ground
  const reason = `${reasonOf(results)}${without(unjudged)}`
  return { rules: results, inconclusive, ...judgeAll(results, inconclusive), reason, unjudged }
}

function without({ length }: readonly string[]): string {
  return length === 0 ? '' : `; first model: nothing to compare with for ${length} more`
}

/** Entities may repeat among ids, but a NaN is no answer. @throws InputError with the first row of each fault */
function expectAnswers(table: PredictionTable): void {
  const { champion, ...candidate } = table
  const { probabilities: _, ...rows } = candidate
  const problems = [
    ...checkPredictions({ ...candidate, ids: [] }, 'predictions'),
    ...(champion ? checkPredictions({ ...rows, ...champion, ids: [] }, "the champion's predictions") : []),
  ]
  if (problems.length > 0) throw new InputError(problems)
}

function reasonOf(rules: readonly RuleResult[]): string {
  const open = rules.filter(({ verdict }) => verdict !== 'pass')
  if (open.length === 0) return `${rules.length} of ${rules.length} gates pass`
  return `${open.length} of ${rules.length} gates ${open.some(({ verdict }) => verdict === 'fail') ? 'fail' : 'are inconclusive'}: ${open.map(({ text }) => text).join('; ')}`
}
