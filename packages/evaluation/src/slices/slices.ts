import type { RuleResult, SliceResult, Verdict } from '@trainyard/evidence'
import { type Answers, type Measured, measure, measureDifference, metricValue, obstacleTo } from '@trainyard/metrics'
import { grouped } from '@trainyard/ports'
import { answerWidth, pickRows } from '@trainyard/predictions'
import type { Gate } from '../gate.ts'
import { type Inconclusive, reasonOf, rivalKey, settled, verdictOf } from '../judge.ts'
import type { Slices } from './rows.ts'
import { isEvery, sliceText } from './rule.ts'

export interface SliceQuestion {
  readonly gate: Gate
  readonly classIndex: number
  readonly slices: Slices
  readonly candidate: Answers
  /** What the rule compares with, where it compares. */
  readonly rival: Answers | undefined
  readonly seed: number
  /** Fewest rows of a slice, where a rule is of every value. */
  readonly sliceRows: number
  readonly inconclusive: Inconclusive
}

export interface Measurement {
  readonly value: string | null
  readonly rows: number
  readonly estimate?: number
  readonly rival?: number
  /** Of the metric, or of candidate minus rival. */
  readonly compared: Measured
  readonly verdict: Verdict
}

/**
 * Holds a rule against each slice. It passes where every slice does, which needs no correction (intersection-union,
 * Berger 1982); it fails where one does at 5 % over their number (Bonferroni), so that more slices refute no more by chance.
 */
export function judgeSlices(question: SliceQuestion): RuleResult {
  const { gate, classIndex, candidate, inconclusive } = question
  const every = gate.slice === undefined || isEvery(gate.slice)
  const judged = [...question.slices].filter(([, rows]) => !every || rows.length >= question.sliceRows)
  const left = question.slices.size - judged.length
  const measured = judged.map(([value, rows]) => measureSlice(value, rows, judged.length, question))
  const worst = worstOf(measured, gate)
  const statistical = together(measured.map(({ verdict }) => verdict))
  const className = candidate.classes[classIndex]
  return {
    text: gate.text,
    metric: gate.metric.name,
    ...(className !== undefined && { class: className }),
    intent: gate.intent,
    bound: gate.bound,
    estimate: worst?.estimate ?? metricValue(gate.metric, candidate, classIndex),
    ...(worst && versus(worst, gate)),
    ...(worst?.compared.interval && { interval: worst.compared.interval }),
    ...(worst?.compared.bounds && { bounds: worst.compared.bounds }),
    slices: measured.map((one) => sliceResult(one, gate)),
    statistical,
    verdict: worst ? settled(gate, worst.compared, statistical, inconclusive) : statistical,
    reason: reasonOfSlices(question, worst, statistical, left),
  }
}

function measureSlice(
  value: string | null,
  rows: Uint32Array,
  family: number,
  { gate, classIndex, candidate, rival: whole, seed }: SliceQuestion,
): Measurement {
  const { metric } = gate
  const [own, rival] = [pick(candidate, rows), whole && pick(whole, rows)]
  const undefinedHere = [own, ...(rival ? [rival] : [])].some(
    (side) => obstacleTo(metric, side, classIndex) !== undefined,
  )
  if (undefinedHere) return { value, rows: rows.length, compared: { value: Number.NaN }, verdict: 'inconclusive' }
  const estimate = metricValue(metric, own, classIndex)
  const compared = rival
    ? measureDifference(metric, { candidate: own, champion: rival }, classIndex, { seed, family })
    : measure(metric, own, classIndex, { seed, family })
  const other = rival && { rival: metricValue(metric, rival, classIndex) }
  return { value, rows: rows.length, estimate, ...other, compared, verdict: verdictOf(gate, compared) }
}

/** Of the slices with the worst verdict, the one whose unfavourable bound is worst; one that cannot be measured is. */
export function worstOf(measured: readonly Measurement[], { metric }: Gate): Measurement | undefined {
  const order: readonly Verdict[] = ['fail', 'inconclusive', 'pass']
  const sign = metric.better === 'higher' ? 1 : -1
  const reach = ({ compared: { bounds } }: Measurement) =>
    bounds === undefined ? Number.NEGATIVE_INFINITY : sign > 0 ? bounds.low : -bounds.high
  const rank = ({ verdict }: Measurement) => order.indexOf(verdict)
  return measured.toSorted((a, b) => rank(a) - rank(b) || reach(a) - reach(b))[0]
}

export function together(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail'
  return verdicts.length === 0 || verdicts.includes('inconclusive') ? 'inconclusive' : 'pass'
}

export function sliceResult(measured: Measurement, gate: Gate): SliceResult {
  const { value, rows, estimate, compared, verdict } = measured
  return {
    value,
    rows,
    ...(estimate !== undefined && { estimate }),
    ...versus(measured, gate),
    ...(compared.interval && { interval: compared.interval }),
    verdict,
  }
}

/** The rival's value, under its name, and the difference to it. */
export function versus({ rival, compared }: Measurement, { against }: Gate) {
  return against === undefined || rival === undefined ? {} : { [rivalKey(against)]: rival, difference: compared.value }
}

function reasonOfSlices(
  { gate, slices, sliceRows }: SliceQuestion,
  worst: Measurement | undefined,
  statistical: Verdict,
  left: number,
): string {
  const small =
    left === 0 ? '' : ` ${left} of ${slices.size} values have fewer than ${sliceRows} rows and were not judged.`
  const { slice = { column: '' } } = gate
  if (worst === undefined)
    return `Inconclusive: no value of ${'column' in slice ? slice.column : slice.name} has ${sliceRows} rows.`
  const where = `${sliceText(slice, worst.value)} (n = ${grouped(worst.rows)})`
  if (worst.estimate === undefined) return `Inconclusive: ${gate.metric.name} cannot be computed for ${where}.${small}`
  return `Least sure for ${where}: ${reasonOf(gate, worst.compared, statistical, worst.rows)}${small}`
}

export function pick(answers: Answers, rows: Uint32Array): Answers {
  const { task, classes, labels, predictions, probabilities, weights, groups, columns, custom } = answers
  const width = answerWidth(answers)
  return {
    task,
    rows: rows.length,
    classes,
    labels: pickRows(labels, width, rows),
    predictions: pickRows(predictions, width, rows),
    ...(probabilities && { probabilities: pickRows(probabilities, classes.length, rows) }),
    ...(custom && { custom: pickCustom(custom, rows) }),
    ...(weights && { weights: pickRows(weights, 1, rows) }),
    ...(groups && { groups: renumbered(rows, groups) }),
    ...(columns && { columns: pickColumns(columns, rows) }),
  }
}

/** Values that none of the rows has are no group of theirs. */
function pickColumns(columns: NonNullable<Answers['columns']>, rows: Uint32Array): NonNullable<Answers['columns']> {
  const picked = [...columns].map(([name, { names, numbers }]) => {
    const own = rows.map((row) => numbers[row] ?? 0)
    const seen = [...new Set(own)]
    const places = new Map(seen.map((number, at) => [number, at]))
    const named = {
      names: seen.map((number) => names[number] ?? null),
      numbers: own.map((one) => places.get(one) ?? 0),
    }
    return [name, named] as const
  })
  return new Map(picked)
}

/** What is known of all rows together is not known of some of them. */
function pickCustom({ rows: columns }: NonNullable<Answers['custom']>, rows: Uint32Array) {
  return { rows: new Map([...columns].map(([name, values]) => [name, pickRows(values, 1, rows)])), whole: new Map() }
}

/** Groups of some rows alone, numbered from 0 on. */
function renumbered(rows: Uint32Array, groups: Uint32Array): Uint32Array {
  const numbers = new Map<number, number>()
  return rows.map((row) => {
    const group = groups[row] ?? 0
    const number = numbers.get(group) ?? numbers.size
    numbers.set(group, number)
    return number
  })
}
