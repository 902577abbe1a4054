import { nearest } from '@trainyard/config'
import { type Answers, metricLabel, metricsPage, obstacleTo } from '@trainyard/metrics'
import { InputError, type Problem } from '@trainyard/ports'
import type { PredictionTable } from '@trainyard/predictions'
import { lackingCost } from '../costs/judge.ts'
import type { CostRule, Costs } from '../costs/types.ts'
import type { Facts } from '../facts.ts'
import { lackingDisturbed } from '../robustness/judge.ts'
import { type NamedConditions, rowsOfSlices, type Slices, unknown } from '../slices/rows.ts'
import { unquoted } from '../slices/rule.ts'
import { awaitsChampion } from '../verdict/first-model.ts'
import { isRunRival } from './bound.ts'
import { type Gate, isCost, type PlaceOfRule, type Rule } from './gate.ts'

/** A rule and the class it is of, −1 for none. */
export interface PlacedRule {
  readonly gate: Gate
  readonly classIndex: number
  readonly slices?: Slices
}

/** A rule of costs, and what decides it. */
export interface PlacedCost {
  readonly rule: CostRule
  readonly costs: Costs
}

/** What rules are held against, and where they were written. */
export interface Ground extends Facts {
  readonly table: PredictionTable
  readonly answers: Answers
  readonly placeOf: PlaceOfRule
  readonly named: NamedConditions
  readonly firstModel: boolean
}

/** @throws InputError with every rule that names an unknown class or slice, another task's metric, or an absent champion */
export function placeRules(rules: readonly Rule[], ground: Ground): (PlacedRule | PlacedCost)[] {
  const placed = rules.map((rule) => (isCost(rule) ? placeCost(rule, ground) : placeGate(rule, ground)))
  const problems = placed.flatMap(({ faults }, index): Problem[] =>
    faults.map((fault) => ({ ...fault, at: ground.placeOf(index) })),
  )
  if (problems.length > 0) throw new InputError(problems)
  return placed.map(({ place }) => place)
}

type Placing<Place> = { readonly place: Place; readonly faults: readonly Pick<Problem, 'message' | 'remedy'>[] }

function placeCost(rule: CostRule, { costs, firstModel }: Ground): Placing<PlacedCost> {
  const { against: _, ...alone } = rule
  const lacking = lackingCost(firstModel ? alone : rule, costs)
  return { place: { rule, costs: costs ?? { candidate: {} } }, faults: lacking ? [lacking] : [] }
}

type GateFault = Pick<Problem, 'message' | 'remedy'>

function placeGate(gate: Gate, ground: Ground): Placing<PlacedRule> {
  const { table, answers, named, disturbed } = ground
  const found = classOf(gate, answers)
  const classIndex = typeof found === 'number' ? found : -1
  const slices = gate.slice && rowsOfSlices(gate.slice, table, named)
  const absent = (gate.metric.columns ?? []).filter((column) => !table.slices?.has(column))
  const undecided = gate.under && lackingDisturbed(gate, disturbed)
  const faults = [
    ...(undecided ? [undecided] : []),
    ...(typeof found === 'number' ? [] : [found]),
    ...(slices && 'message' in slices ? [slices] : []),
    ...absent.map((column) => unknown('column', column, [...(table.slices?.keys() ?? [])])),
    ...noRival(gate, ground),
  ]
  const rows = slices && !('message' in slices) ? { slices } : {}
  const whole = faults.length === 0 && !gate.slice && !gate.under
  return { place: { gate, classIndex, ...rows }, faults: whole ? noValue(gate, classIndex, answers) : faults }
}

/** What is lacking to compare with, where a rule compares. */
function noRival(gate: Gate, { table, answers, firstModel }: Ground): readonly GateFault[] {
  const { against } = gate
  if (isRunRival(against)) return table.runs?.has(against) ? [] : [noRun(gate)]
  if (against === 'last-value') return noLastValue(gate, answers)
  return awaitsChampion(gate) && table.champion === undefined && !firstModel ? [noChampion(gate)] : []
}

function noChampion({ text }: Gate): GateFault {
  return {
    message: `'${text}' needs a champion, and there is none`,
    remedy: 'Name where it comes from: evaluate.champion. Where there is none yet: evaluate.first-model: floors.',
  }
}

/** A metric that does not exist on the rows. In a slice, or of disturbed rows, that leaves a rule inconclusive. */
function noValue({ metric }: Gate, classIndex: number, answers: Answers): readonly GateFault[] {
  const reason = obstacleTo(metric, answers, classIndex)
  if (reason === undefined) return []
  const message = `${metricLabel(metric, answers, classIndex)} cannot be computed: ${reason}`
  return [{ message, remedy: 'Leave the rule out, or evaluate rows on which the metric exists.' }]
}

/** What comes before is known only of rows in an order, and of one label a row. */
function noLastValue({ text }: Gate, { task, order }: Answers): readonly GateFault[] {
  if (task === 'multilabel') return [{ message: `'${text}': a row of several labels has no last value` }]
  if (order) return []
  return [
    { message: `'${text}' needs the order of the rows in time`, remedy: 'Name the column that tells it: data.time.' },
  ]
}

function noRun({ text, against }: Gate): GateFault {
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
  if (metric.task !== task)
    return {
      message: `${metric.name} is for ${metric.task}, and the target is one of ${task}`,
      remedy: `Metrics of ${task}: ${metricsPage}`,
    }
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
