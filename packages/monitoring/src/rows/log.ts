import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { ColumnProfile } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { type ColumnCounter, countLike, labelColumn, predictionColumn } from '@trainyard/profile'
import type { CurrentRows } from './types.ts'

/** Rows are handed to the counters in pieces of this many. */
const PIECE = 4096

/** One line of the server's prediction log. */
interface LogLine {
  readonly model: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly label: string | null
  readonly prediction: number | null
  /** Of several labels a row, those that it has. */
  readonly labels?: readonly string[]
}

/** Counts the rows of prediction logs like a profile. @throws InputError for a line that is none, with file and line */
export async function readLog(files: readonly string[], reference: readonly ColumnProfile[]): Promise<CurrentRows> {
  const columns = answered(reference).map((column) => ({
    column,
    counter: countLike(column),
    pending: [] as unknown[],
  }))
  const models = new Set<string>()
  let rows = 0
  for (const file of files) {
    for await (const { line } of linesOf(file)) {
      models.add(line.model)
      rows += 1
      for (const { column, pending } of columns) pending.push(columnValue(line, column))
      if (rows % PIECE === 0) for (const each of columns) flush(each)
    }
  }
  for (const each of columns) flush(each)
  return {
    rows,
    columns: new Map(columns.map(({ column, counter }) => [column.name, counter.profile()])),
    models: [...models],
  }
}

/** A log has inputs and answers; labels come later, if at all. */
function answered(reference: readonly ColumnProfile[]): ColumnProfile[] {
  return reference.filter(({ source }) => source !== 'target')
}

/** Whether a file is a prediction log: JSON Lines whose first object has `inputs` and `model`. */
export async function isLog(file: string): Promise<boolean> {
  if (!/\.(jsonl|ndjson|log)$/i.test(file)) return false
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
  for await (const text of lines) {
    lines.close()
    return asLine(parse(text)) !== undefined
  }
  return false
}

async function* linesOf(file: string): AsyncIterable<{ readonly line: LogLine }> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
  let number = 0
  for await (const text of lines) {
    number += 1
    if (text.trim() === '') continue
    const line = asLine(parse(text))
    if (line === undefined) {
      throw new InputError('not a line of a prediction log', {
        at: { file, line: number },
        remedy:
          'Each line is a JSON object with model, inputs, label and prediction; a line may be cut where the server was killed.',
      })
    }
    yield { line }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function asLine(value: unknown): LogLine | undefined {
  if (!isRecord(value)) return undefined
  const { model, inputs, label = null, prediction = null, labels } = value
  if (typeof model !== 'string' || !isRecord(inputs)) return undefined
  if (label !== null && typeof label !== 'string') return undefined
  if (prediction !== null && typeof prediction !== 'number') return undefined
  if (labels === undefined) return { model, inputs, label, prediction }
  return isTexts(labels) ? { model, inputs, label, prediction, labels } : undefined
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function columnValue({ inputs, label, prediction, labels }: LogLine, { name, source }: ColumnProfile): unknown {
  if (source === 'prediction' && labels) return labels.some((had) => labelColumn(had) === name) ? '1' : '0'
  if (source === 'prediction' && name === predictionColumn) return label ?? prediction
  return Object.hasOwn(inputs, name) ? inputs[name] : undefined
}

function flush({
  column,
  counter,
  pending,
}: {
  readonly column: ColumnProfile
  readonly counter: ColumnCounter
  readonly pending: unknown[]
}): void {
  const values = pending.splice(0)
  counter.add(column.values.kind === 'numeric' ? Float64Array.from(values, asNumber) : values.map(asText))
}

function asNumber(value: unknown): number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  return Number.NaN
}

/** Booleans are counted as tables count them: 0 and 1. */
function asText(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null
  return typeof value === 'boolean' ? String(Number(value)) : String(value)
}
