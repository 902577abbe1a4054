import type { Contradiction } from './contradiction.ts'
import { asMap } from './schema/node.ts'
import type { Path } from './source/key.ts'

/** Short and long form of a rule. */
export type RawGate = string | LongGate

/** The long form: which of its keys go together is checked by `gateContradictions`. */
export interface LongGate {
  readonly metric: string
  readonly class?: string
  readonly intent: 'floor' | 'ceiling' | 'non-inferior' | 'superior' | 'not-suspicious'
  /** Of a duration or a size with its unit. */
  readonly bound?: number | string
  /** `champion`, `baseline`, `last-value`, `unchanged`, or `run:NAME`. */
  readonly against?: string
  readonly margin?: number
  /** Of the champion's cost. */
  readonly factor?: number
  /** What is done to the rows first: noise of so many standard deviations, or a column that is missing; `every`: each in turn. */
  readonly under?: { readonly noise?: number; readonly missing?: string }
  readonly for?: RowsOfGate
}

/** Rows by a column, or by the name of a slice. */
interface RowsOfGate {
  readonly column?: string
  readonly slice?: string
  readonly value?: string
  readonly from?: number
  readonly to?: number
}

/** A rule in its short form, which is the one that is judged, hashed and shown. */
export function gateText(gate: RawGate): string {
  if (typeof gate === 'string') return gate
  const { metric, class: of } = gate
  const name = of === undefined ? metric : `${metric}[${of}]`
  return `${name}${gate.under ? ` ${disturbed(gate.under)}` : ''} ${demand(gate)}${gate.for ? ` for ${rowsOf(gate.for)}` : ''}`
}

function demand({ intent, bound, against, margin = 0, factor }: LongGate): string {
  if (factor !== undefined) return `<= ${against} * ${factor}`
  if (intent === 'floor') return `>= ${bound}`
  if (intent === 'ceiling') return `<= ${bound}`
  if (intent === 'non-inferior') return `non-inferior to ${against} within ${margin}`
  if (intent === 'superior') return `superior to ${against} by ${margin}`
  return `suspicious beyond ${against === undefined ? bound : `${against} by ${margin}`}`
}

function disturbed({ noise, missing }: NonNullable<LongGate['under']>): string {
  if (noise !== undefined) return `under noise(${noise})`
  return missing === undefined || missing === 'every' ? 'under missing' : `under missing(${quoted(missing)})`
}

function rowsOf({ column = '', slice, value, from, to }: RowsOfGate): string {
  if (slice !== undefined) return `slice ${quoted(slice)}`
  const name = quoted(column)
  if (value !== undefined) return `${name} = ${quoted(value)}`
  if (from === undefined && to === undefined) return `every ${name}`
  return `${from === undefined ? '' : `${from} <= `}${name}${to === undefined ? '' : ` < ${to}`}`
}

/** Only a plain word needs no quotes. */
function quoted(text: string): string {
  return /^[\p{L}_][\p{L}\d_.-]*$/u.test(text) ? text : `"${text}"`
}

/** Keys that each intent needs, and those that it may have. */
const needs: Readonly<Record<string, readonly string[]>> = {
  floor: ['bound'],
  ceiling: ['bound'],
  'non-inferior': ['against'],
  superior: ['against'],
}

const meaningless: Readonly<Record<string, readonly string[]>> = {
  floor: ['against', 'margin'],
  ceiling: ['against', 'margin'],
  'non-inferior': ['bound'],
  superior: ['bound'],
}

/** What is wrong with the long forms of `evaluate.gates`. */
export function gateContradictions(evaluate: Readonly<Record<string, unknown>>): readonly Contradiction[] {
  const gates = Array.isArray(evaluate['gates']) ? evaluate['gates'] : []
  return gates.flatMap((value, index) => {
    const gate = asMap(value)
    const path = ['evaluate', 'gates', index]
    if (!gate) return []
    const rows = rowContradictions(asMap(gate['for']), [...path, 'for'])
    return [...demandContradictions(gate, path), ...rows, ...disturbanceContradictions(gate, path)]
  })
}

function demandContradictions(gate: Readonly<Record<string, unknown>>, path: Path): readonly Contradiction[] {
  const intent = String(gate['intent'])
  if (gate['factor'] !== undefined) return factorContradictions(gate, path)
  const stray = meaningless[intent]?.find((key) => gate[key] !== undefined)
  if (stray !== undefined)
    return [{ path: [...path, stray], message: `has no meaning with ${intent}`, remedy: 'Remove it.' }]
  const lacking = needs[intent]?.find((key) => gate[key] === undefined)
  if (lacking !== undefined) return [{ path, message: `${intent} needs ${lacking}`, remedy: examples[lacking] ?? '' }]
  if (intent !== 'not-suspicious' || (gate['bound'] === undefined) !== (gate['against'] === undefined)) return []
  return [{ path, message: 'not-suspicious needs bound or against, one of them', remedy: 'Such as bound: 0.999' }]
}

/** A factor is a ceiling of its own: of the champion's cost. */
function factorContradictions(gate: Readonly<Record<string, unknown>>, path: Path): readonly Contradiction[] {
  if (gate['intent'] === 'ceiling' && gate['against'] === 'champion' && gate['bound'] === undefined) return []
  const remedy = 'Such as {metric: latency.p95, intent: ceiling, against: champion, factor: 1.2}'
  return [{ path: [...path, 'factor'], message: 'goes with intent: ceiling and against: champion alone', remedy }]
}

const examples: Readonly<Record<string, string>> = {
  bound: 'The value that the metric must reach: bound: 0.9',
  against: 'What to compare with: against: champion',
}

function disturbanceContradictions(gate: Readonly<Record<string, unknown>>, path: Path): readonly Contradiction[] {
  const under = asMap(gate['under'])
  const remedy =
    'Such as {metric: accuracy, under: {noise: 0.1}, intent: non-inferior, against: unchanged, margin: 0.02}'
  if (!under && gate['against'] === 'unchanged')
    return [{ path: [...path, 'against'], message: 'unchanged needs under', remedy }]
  if (!under || (under['noise'] === undefined) !== (under['missing'] === undefined)) return []
  return [{ path: [...path, 'under'], message: 'needs noise or missing, one of them', remedy }]
}

function rowContradictions(rows: Readonly<Record<string, unknown>> | undefined, path: Path): readonly Contradiction[] {
  if (!rows) return []
  const { column, slice, value, from, to } = rows
  const beside = ['column', 'value', 'from', 'to'].find((key) => rows[key] !== undefined)
  if (slice !== undefined && beside !== undefined)
    return [{ path: [...path, 'slice'], message: `cannot stand beside ${beside}`, remedy: 'Keep one of them.' }]
  if (slice === undefined && column === undefined)
    return [{ path, message: 'says nothing of which rows', remedy: 'Give it column, or slice.' }]
  if (value !== undefined && (from !== undefined || to !== undefined))
    return [{ path: [...path, 'value'], message: 'cannot stand beside from and to', remedy: 'Keep one of them.' }]
  if (typeof from !== 'number' || typeof to !== 'number' || from < to) return []
  return [
    { path: [...path, 'to'], message: `no number is ${from} or more and below ${to}`, remedy: 'to is above from.' },
  ]
}
