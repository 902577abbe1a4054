import { nearest } from '@trainyard/config'
import { findMetric, knownAs, type Metric, metricNames, metricsPage } from '@trainyard/metrics'
import { InputError, type Position, type Problem } from '@trainyard/ports'
import { parseCost } from '../costs/rule.ts'
import { type CostRule, costNames } from '../costs/types.ts'
import { type Disturbance, parseUnder } from '../robustness/disturbance.ts'
import { parseSlice, type SliceRule } from '../slices/rule.ts'
import {
  type Bound,
  type Fault,
  form,
  isRunRival,
  type RunRival,
  readBound,
  readIntent,
  readSuspicion,
} from './bound.ts'

/** A rule as it was understood: what must hold of the metric, or of candidate minus what it is compared with. */
export interface Gate extends Bound {
  readonly text: string
  readonly metric: Metric
  readonly class?: string
  /** The rows it is of, where not of all. */
  readonly slice?: SliceRule
  /** What is done to the rows first. */
  readonly under?: Disturbance
}

/** A rule of a metric, or of what running the model costs. */
export type Rule = Gate | CostRule

export function isCost(rule: Rule): rule is CostRule {
  return 'cost' in rule
}

/** Where a rule was written, by its number among all. */
export type PlaceOfRule = (index: number) => Position

export function inConfiguration(index: number): Position {
  return { file: 'trainyard.yml', key: `evaluate.gates[${index}]` }
}

/** What a metric's name may mean beside the metrics there are: the same name may be another one of several labels a row. */
export interface KnownMetrics {
  readonly task?: Metric['task']
  /** The user's own. */
  readonly custom?: readonly Metric[]
}

/** Reads all rules. @throws InputError with every rule that is not understood, or where there is none */
export function parseGates(
  texts: readonly string[],
  placeOf: PlaceOfRule = inConfiguration,
  known: KnownMetrics = {},
): Rule[] {
  if (texts.length === 0)
    throw new InputError('no gates', {
      at: { file: 'trainyard.yml', key: 'evaluate.gates' },
      remedy: 'A gate without a rule would let everything pass. Write one, such as: accuracy >= 0.90',
    })
  const problems: Problem[] = []
  const gates = texts.flatMap((text, index) => {
    const read = parseCost(text) ?? parseGate(text, known)
    if (!('message' in read)) return [read]
    problems.push({ ...read, at: placeOf(index) })
    return []
  })
  if (problems.length > 0) throw new InputError(problems)
  expectPossible(gates, placeOf)
  return gates
}

/** @throws InputError where what one rule asks is what another takes for too good to be true */
function expectPossible(rules: readonly Rule[], placeOf: PlaceOfRule): void {
  const problems = rules.flatMap((gate, index): Problem[] => {
    if (isCost(gate)) return []
    const limit = rules.find(
      (other): other is Gate =>
        !isCost(other) && other.intent === 'not-suspicious' && isAlike(gate, other) && asksMore(gate, other),
    )
    if (limit === undefined || gate.intent === 'not-suspicious') return []
    const at = placeOf(index)
    return [
      {
        message: `'${gate.text}' contradicts '${limit.text}': no model passes both`,
        at,
        remedy: 'Change one of them.',
      },
    ]
  })
  if (problems.length > 0) throw new InputError(problems)
}

function isAlike(gate: Gate, other: Gate): boolean {
  const subject = ({ metric, class: of, against, slice, under }: Gate) =>
    JSON.stringify([metric.name, of, against, slice, under])
  return subject(gate) === subject(other)
}

function asksMore({ metric, bound }: Gate, { bound: limit }: Gate): boolean {
  return metric.better === 'higher' ? bound >= limit : bound <= limit
}

/** Columns that rules group the rows by, or that their metrics compare groups of. */
export function sliceColumns(texts: readonly string[], placeOf?: PlaceOfRule, known?: KnownMetrics): readonly string[] {
  const rules = parseGates(texts, placeOf, known)
  const ofMetrics = rules.flatMap((rule) => (isCost(rule) ? [] : (rule.metric.columns ?? [])))
  const ofSlices = rules.flatMap(sliceOf).flatMap((slice) => ('column' in slice ? [slice.column] : []))
  return [...new Set([...ofSlices, ...ofMetrics])]
}

/** Runs that rules compare with, as they are written: `run:latest`. */
export function rivalRuns(texts: readonly string[], placeOf?: PlaceOfRule, known?: KnownMetrics): readonly RunRival[] {
  const rules = parseGates(texts, placeOf, known)
  return [...new Set(rules.flatMap((rule) => (!isCost(rule) && isRunRival(rule.against) ? [rule.against] : [])))]
}

/** Whether a rule compares the candidate with anything but itself. */
export function areCompared(texts: readonly string[], placeOf?: PlaceOfRule, known?: KnownMetrics): boolean {
  const rules = parseGates(texts, placeOf, known)
  return rules.some((rule) => !isCost(rule) && rule.against !== undefined && rule.against !== 'unchanged')
}

/** Names of the conditions that rules are of. */
export function sliceNames(texts: readonly string[], placeOf?: PlaceOfRule, known?: KnownMetrics): readonly string[] {
  const slices = parseGates(texts, placeOf, known).flatMap(sliceOf)
  return [...new Set(slices.flatMap((slice) => ('name' in slice ? [slice.name] : [])))]
}

function sliceOf(rule: Rule): readonly SliceRule[] {
  return isCost(rule) || !rule.slice ? [] : [rule.slice]
}

const named = /^\s*([A-Za-z_][\w-]*)\s*(?:\(([^()]*)\)\s*)?(?:\[([^\]]*(?:\][^\]<>]*)*)\])?\s*(.*)$/s
const compared = /^(>=|<=|>|<|==?|!=)\s*(.+?)\s*$/s
const suspected = /^suspicious\s+(above|below|beyond)\s+(.+?)\s*$/s
const intended = /^(non-inferior|superior)\s+to\s+(\S+)(?:\s+(?:within|by)\s+(\S+))?\s*$/s

/** Reads one rule; says what is wrong with it where it is none. A name may have a ' for ' of its own. */
export function parseGate(text: string, known: KnownMetrics = {}): Gate | Fault {
  const readings = [...text.matchAll(/\sfor\s/g)].flatMap(({ index }) => {
    const slice = parseSlice(text.slice(index + ' for '.length).trim())
    return slice ? [{ gate: parseWhole(text.slice(0, index), known), slice }] : []
  })
  for (const { gate, slice } of readings) if (!('message' in gate)) return { ...gate, text: text.trim(), slice }
  const whole = parseWhole(text, known)
  return 'message' in whole ? (readings[0]?.gate ?? whole) : whole
}

/** A rule without the slice it is of. */
function parseWhole(text: string, known: KnownMetrics): Gate | Fault {
  const [, name = '', written, bracketed, behind = ''] = named.exec(text) ?? []
  const under = parseUnder(behind)
  if (under && 'message' in under) return under
  const own = text.slice(0, text.length - behind.length).trim()
  const read = demandOf(under ? againstItself(under.rest, own) : behind)
  if (read === undefined) return { message: `'${text}' is not a rule`, remedy: form }
  const found = readMetric({ name, written, bracketed }, known)
  if ('message' in found) return found
  const bound = read(found.metric)
  if ('message' in bound) return bound
  return withUnder({ text: text.trim(), ...found, ...bound }, under?.under)
}

/** `under noise(0.1) >= accuracy - 0.02`: the metric's own name stands for its value on the rows as they are. */
function againstItself(rest: string, own: string): string {
  const at = rest.indexOf(own)
  return at < 0 ? rest : `${rest.slice(0, at)}unchanged${rest.slice(at + own.length)}`
}

function withUnder(gate: Gate, under: Disturbance | undefined): Gate | Fault {
  if (under) return { ...gate, under }
  if (gate.against !== 'unchanged') return gate
  const remedy = `Such as: ${gate.metric.name} under noise(0.1) >= unchanged - 0.02`
  return { message: `'${gate.text}': only rows that are disturbed compare with unchanged ones`, remedy }
}

/** A metric alone, as a rule would name it. */
export function parseMetric(text: string, known: KnownMetrics = {}): Pick<Gate, 'metric' | 'class'> | Fault {
  const [, name = '', written, bracketed, rest] = named.exec(text) ?? []
  if (rest !== '') return { message: `'${text}' is no metric`, remedy: `All metrics: ${metricsPage}` }
  return readMetric({ name, written, bracketed }, known)
}

interface WrittenMetric {
  readonly name: string
  readonly written: string | undefined
  readonly bracketed: string | undefined
}

/** `recall`, `f_beta(2)`, `precision(threshold=0.7)[yes]`. */
function readMetric(
  { name, written, bracketed }: WrittenMetric,
  { task, custom = [] }: KnownMetrics,
): Pick<Gate, 'metric' | 'class'> | Fault {
  const own = custom.find((metric) => metric.name === name)
  const found = own && written === undefined ? { metric: own } : findMetric(name, written, task)
  if ('fault' in found) return found.fault === 'unknown' ? unknownMetric(name, custom) : found
  const { metric } = found
  const className = bracketed ?? ('class' in found ? found.class : undefined)
  if (className !== undefined && metric.ofClass === 'never')
    return { message: `${metric.name} is not of one class`, remedy: `Write ${metric.name} without [${className}].` }
  return { metric, ...(className !== undefined && { class: className }) }
}

/** How to read what stands behind the metric; undefined where it is nothing that can be asked. */
function demandOf(rest: string): ((metric: Metric) => Bound | Fault) | undefined {
  const [, operator, right = ''] = compared.exec(rest) ?? []
  if (operator !== undefined) return (metric) => wrongDirection(metric, operator) ?? readBound(metric, right)
  const [, side, limit = ''] = suspected.exec(rest) ?? []
  if (side !== undefined) return (metric) => readSuspicion(metric, side, limit)
  const [, intent, rival = '', margin] = intended.exec(rest) ?? []
  return intent === undefined ? undefined : (metric) => readIntent(metric, intent, rival, margin)
}

function unknownMetric(name: string, custom: readonly Metric[]): Fault {
  const near = knownAs(name) ?? nearest(name, [...custom.map((metric) => metric.name), ...metricNames, ...costNames])
  return {
    message: `unknown metric '${name}'`,
    remedy: `${near === undefined ? '' : `Did you mean ${near}? `}All metrics: ${metricsPage}`,
  }
}

function wrongDirection({ name, better }: Metric, operator: string): Fault | undefined {
  const wanted = better === 'higher' ? '>=' : '<='
  if (operator === wanted) return undefined
  if (operator === '>' || operator === '<')
    return {
      message: `write ${operator}= in place of ${operator}`,
      remedy: `Bounds decide, so that equality makes no difference: ${name} ${wanted} …`,
    }
  return { message: `${name} is the better the ${better}, so that a rule reads ${name} ${wanted} …`, remedy: form }
}
