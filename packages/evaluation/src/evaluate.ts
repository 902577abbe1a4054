import { nearest } from '@trainyard/config'
import type { DocumentBody, RuleResult } from '@trainyard/evidence'
import { type Answers, customMetric, type Metric, measureDifference, metricValue } from '@trainyard/metrics'
import { InputError, type Problem } from '@trainyard/ports'
import { checkPredictions, type PredictionTable } from '@trainyard/predictions'
import { baselineAnswers } from './baseline.ts'
import { isRunRival, type Rival } from './bound.ts'
import { judgeCost, lackingCost } from './costs/judge.ts'
import type { CostRule, Costs } from './costs/types.ts'
import type { CustomFacts } from './custom/known.ts'
import type { Facts } from './facts.ts'
import { type Gate, inConfiguration, isCost, type PlaceOfRule, parseGates, type Rule } from './gate.ts'
import { type Inconclusive, judgeAll, judgeRule } from './judge.ts'
import {
  allMetrics,
  candidateAnswers,
  championAnswers,
  confusionOf,
  type Measurer,
  measurer,
  runAnswers,
} from './measure.ts'
import { plotsOf } from './plots/index.ts'
import { judgeUnder, lackingDisturbed } from './robustness/judge.ts'
import { type NamedConditions, rowsOfSlices, type Slices, unknown } from './slices/rows.ts'
import { unquoted } from './slices/rule.ts'
import { judgeSlices } from './slices/slices.ts'

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
}

/** The part of `evaluation.json` that follows from labels, answers and rules. */
export type Evaluation = Pick<
  DocumentBody<'evaluation'>,
  'task' | 'metrics' | 'confusion' | 'plots' | 'rules' | 'inconclusive' | 'decidedBy'
> &
  ReturnType<typeof judgeAll> & { readonly reason: string }

/** Measures, and holds every rule against what was measured. @throws InputError for rules that cannot be decided at all */
export function evaluate(request: EvaluateRequest): Evaluation {
  const { table, seed, progress, custom } = request
  expectAnswers(table)
  const candidate = withCustom(candidateAnswers(table), custom?.candidate)
  const champion = championAnswers(table)
  const ofCandidate = measurer(candidate, seed, progress)
  return {
    task: table.task,
    ...judgeBy(request, candidate, ofCandidate),
    metrics: allMetrics(candidate, ofCandidate, ownMetrics(request)),
    ...confusionOf(candidate, champion),
    ...plotsOf(candidate, champion),
  }
}

/** What rules say of a table. */
export type Judgement = Pick<Evaluation, 'rules' | 'inconclusive' | 'decidedBy' | 'verdict' | 'reason'>

/** Holds rules against a table, and measures nothing else. @throws InputError for rules that cannot be decided at all */
export function judgeRules(request: EvaluateRequest): Judgement {
  expectAnswers(request.table)
  const candidate = withCustom(candidateAnswers(request.table), request.custom?.candidate)
  return judgeBy(request, candidate, measurer(candidate, request.seed, request.progress))
}

function ownMetrics({ table, custom }: EvaluateRequest): readonly Metric[] {
  return custom?.metrics.map((metric) => customMetric(metric, table.task)) ?? []
}

function withCustom(answers: Answers, custom: Answers['custom']): Answers {
  return custom ? { ...answers, custom } : answers
}

function judgeBy(request: EvaluateRequest, candidate: Answers, ofCandidate: Measurer): Judgement {
  const { table, gates, inconclusive, seed, sliceRows = 30, placeOf = inConfiguration, named = {} } = request
  const rules = parseGates(gates, placeOf, { task: table.task, custom: ownMetrics(request) })
  const places = placeRules(rules, { table, answers: candidate, placeOf, named, ...request.facts })
  const rivals = rivalsOf(request, candidate, rules)
  const sides = { candidate, rivals, seed, sliceRows, ofCandidate, disturbed: request.facts?.disturbed }
  const results = places.map((place) =>
    'rule' in place
      ? judgeCost(place.rule, { costs: place.costs, inconclusive, seed })
      : judgePlaced(place, sides, inconclusive),
  )
  return { rules: results, inconclusive, ...judgeAll(results, inconclusive), reason: reasonOf(results) }
}

/** A rule and the class it is of, −1 for none. */
interface PlacedRule {
  readonly gate: Gate
  readonly classIndex: number
  readonly slices?: Slices
}

/** A rule of costs, and what decides it. */
interface PlacedCost {
  readonly rule: CostRule
  readonly costs: Costs
}

interface Sides extends Pick<Facts, 'disturbed'> {
  readonly candidate: Answers
  readonly rivals: Rivals
  readonly seed: number
  readonly sliceRows: number
  readonly ofCandidate: Measurer
}

/** What the candidate is compared with. */
type Rivals = Readonly<Partial<Record<Rival, Answers>>>

function rivalsOf({ table, custom }: EvaluateRequest, candidate: Answers, rules: readonly Rule[]): Rivals {
  const plain = championAnswers(table)
  const champion = plain && withCustom(plain, custom?.champion)
  const asked = rules.some(({ against }) => against === 'baseline')
  return { ...runAnswers(table), ...(champion && { champion }), ...(asked && { baseline: baselineAnswers(candidate) }) }
}

function judgePlaced({ gate, classIndex, slices }: PlacedRule, sides: Sides, inconclusive: Inconclusive): RuleResult {
  const { candidate, rivals, seed, sliceRows, ofCandidate } = sides
  if (gate.under && sides.disturbed)
    return judgeUnder({ gate, classIndex, answers: candidate, disturbed: sides.disturbed, seed, inconclusive })
  const rival = gate.against && rivals[gate.against]
  if (slices) return judgeSlices({ gate, classIndex, slices, candidate, rival, seed, sliceRows, inconclusive })
  const className = candidate.classes[classIndex]
  const measured = {
    candidate: ofCandidate(gate.metric, classIndex),
    rows: candidate.rows,
    ...(className !== undefined && { class: className }),
  }
  if (rival === undefined) return judgeRule(gate, measured, inconclusive)
  const difference = measureDifference(gate.metric, { candidate, champion: rival }, classIndex, { seed })
  const value = metricValue(gate.metric, rival, classIndex)
  return judgeRule(gate, { ...measured, rival: value, difference }, inconclusive)
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

/** What rules are held against, and where they were written. */
interface Ground extends Facts {
  readonly table: PredictionTable
  readonly answers: Answers
  readonly placeOf: PlaceOfRule
  readonly named: NamedConditions
}

/** @throws InputError with every rule that names an unknown class or slice, another task's metric, or an absent champion */
function placeRules(rules: readonly Rule[], ground: Ground): (PlacedRule | PlacedCost)[] {
  const placed = rules.map((rule) => (isCost(rule) ? placeCost(rule, ground) : placeGate(rule, ground)))
  const problems = placed.flatMap(({ faults }, index): Problem[] =>
    faults.map((fault) => ({ ...fault, at: ground.placeOf(index) })),
  )
  if (problems.length > 0) throw new InputError(problems)
  return placed.map(({ place }) => place)
}

type Placing<Place> = { readonly place: Place; readonly faults: readonly Pick<Problem, 'message' | 'remedy'>[] }

function placeCost(rule: CostRule, { costs }: Ground): Placing<PlacedCost> {
  const lacking = lackingCost(rule, costs)
  return { place: { rule, costs: costs ?? { candidate: {} } }, faults: lacking ? [lacking] : [] }
}

function placeGate(gate: Gate, { table, answers, named, disturbed }: Ground): Placing<PlacedRule> {
  const found = classOf(gate, answers)
  const slices = gate.slice && rowsOfSlices(gate.slice, table, named)
  const absent = (gate.metric.columns ?? []).filter((column) => !table.slices?.has(column))
  const lacking = {
    message: `'${gate.text}' needs a champion, and there is none`,
    remedy: 'Name one by evaluate.champion. For a first model, leave the rule out.',
  }
  const undecided = gate.under && lackingDisturbed(gate, disturbed)
  const faults = [
    ...(undecided ? [undecided] : []),
    ...(typeof found === 'number' ? [] : [found]),
    ...(slices && 'message' in slices ? [slices] : []),
    ...absent.map((column) => unknown('column', column, [...(table.slices?.keys() ?? [])])),
    ...(gate.against === 'champion' && table.champion === undefined ? [lacking] : []),
    ...(isRunRival(gate.against) && !table.runs?.has(gate.against) ? [noRun(gate)] : []),
  ]
  const rows = slices && !('message' in slices) ? { slices } : {}
  return { place: { gate, classIndex: typeof found === 'number' ? found : -1, ...rows }, faults }
}

function noRun({ text, against }: Gate): Pick<Problem, 'message' | 'remedy'> {
  return {
    message: `'${text}' needs the answers of ${against}`,
    remedy: 'Give a model and rows: the run is looked up.',
  }
}

/** Place of the class that a rule is of; −1 where it is of none. */
export function classOf(
  { metric, class: name, text }: Pick<Gate, 'metric' | 'class' | 'text'>,
  { task, classes }: Answers,
): number | Pick<Problem, 'message' | 'remedy'> {
  if (metric.task !== task) return { message: `${metric.name} is for ${metric.task}, and the target is one of ${task}` }
  const known = `${task === 'multilabel' ? 'Labels' : 'Classes'}: ${classes.join(', ')}.`
  if (name === undefined) {
    if (metric.ofClass !== 'must') return -1
    const two = task === 'classification' && classes.length === 2
    const positive = two ? classes.findIndex((one) => positives.includes(one.toLowerCase())) : -1
    return positive >= 0 ? positive : { message: `'${text}' must name a class: ${metric.name}[class]`, remedy: known }
  }
  const index = classes.indexOf(unquoted(name))
  if (index >= 0) return index
  const near = nearest(name, classes)
  return { message: `unknown class '${name}'`, remedy: near === undefined ? known : `Did you mean ${near}? ${known}` }
}

/** Of two classes, the one that is meant where none is named; of others, such as `cat` and `dog`, neither is. */
const positives: readonly string[] = ['1', 'true', 'yes']

function reasonOf(rules: readonly RuleResult[]): string {
  const open = rules.filter(({ verdict }) => verdict !== 'pass')
  if (open.length === 0) return `${rules.length} of ${rules.length} gates pass`
  return `${open.length} of ${rules.length} gates ${open.some(({ verdict }) => verdict === 'fail') ? 'fail' : 'are inconclusive'}: ${open.map(({ text }) => text).join('; ')}`
}
