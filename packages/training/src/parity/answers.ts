import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { ModelPackage, Predictor } from '@trainyard/model'
import { FaultError, InputError } from '@trainyard/ports'
import type { ParityRows } from './rows.ts'

/** Answers for all rows: labels, or `width` numbers a row. */
export type Answers =
  | { readonly measure: 'label'; readonly labels: readonly string[] }
  | { readonly measure: 'probability' | 'relative'; readonly width: number; readonly values: Float64Array }

/** What the converted model answers, in the order of the original's classes. */
export async function convertedAnswers(
  rows: ParityRows,
  open: (model: ModelPackage) => Promise<Predictor>,
  model: ModelPackage,
  original: { readonly measure: Answers['measure']; readonly classes: readonly string[] | null },
): Promise<Answers> {
  const predictor = await open(model)
  try {
    const { signature } = predictor
    const pieces: (readonly string[] | Float64Array)[] = []
    for await (const batch of rows.batches()) {
      const { labels, indicators, probabilities, values } = await predictor.predict(batch)
      const flags = indicators && labelRows(indicators, batch.rows)
      pieces.push(pieceOf(original.measure, { labels: labels ?? flags, probabilities, values }))
    }
    const answers = joined(original.measure, pieces, rows.numbers.length)
    return reordered(answers, signature.classes ?? [], original.classes ?? [])
  } finally {
    await predictor.close()
  }
}

/** Of several labels, 0 and 1 of each row as one text. */
function labelRows(indicators: Uint8Array, rows: number): readonly string[] {
  const width = indicators.length / rows
  return Array.from({ length: rows }, (_, row) => indicators.subarray(row * width, (row + 1) * width).join(' '))
}

/** Reads what the converter wrote for the original. */
export async function originalAnswers(file: string, rows: number): Promise<Answers> {
  const pieces: (readonly string[] | Float64Array)[] = []
  let measure: Answers['measure'] = 'label'
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { labels, probabilities, values } = writtenAnswers(line)
    measure = labels ? 'label' : probabilities ? 'probability' : 'relative'
    pieces.push(pieceOf(measure, { labels, probabilities: numbers(probabilities), values: numbers(values) }))
  }
  return joined(measure, pieces, rows)
}

interface WrittenAnswers {
  readonly labels?: readonly string[]
  readonly probabilities?: readonly (number | null)[]
  readonly values?: readonly (number | null)[]
}

function writtenAnswers(line: string): WrittenAnswers {
  const value: unknown = JSON.parse(line)
  if (isAnswers(value)) return value
  throw new FaultError('the converter wrote answers that it cannot write')
}

function isAnswers(value: unknown): value is WrittenAnswers {
  if (typeof value !== 'object' || value === null) return false
  const [[name, list] = ['', undefined], ...more] = Object.entries(value)
  if (more.length > 0 || !Array.isArray(list)) return false
  if (name === 'labels') return list.every((each) => typeof each === 'string')
  return (name === 'probabilities' || name === 'values') && list.every((each) => each === null || Number.isFinite(each))
}

function numbers(values: readonly (number | null)[] | undefined): Float64Array | undefined {
  return values && Float64Array.from(values, (value) => value ?? Number.NaN)
}

interface Pieces {
  readonly labels?: readonly string[] | undefined
  readonly probabilities?: Float64Array | undefined
  readonly values?: Float64Array | undefined
}

function pieceOf(measure: Answers['measure'], { labels, probabilities, values }: Pieces) {
  const piece = measure === 'label' ? labels : measure === 'probability' ? probabilities : values
  if (piece) return piece
  const wanted = { label: 'labels', probability: 'probabilities', relative: 'numbers' }[measure]
  throw new InputError(`the original answers with ${wanted}, and model.onnx does not`, {
    remedy: 'Convert with zipmap off, so that probabilities are a tensor.',
  })
}

function joined(
  measure: Answers['measure'],
  pieces: readonly (readonly string[] | Float64Array)[],
  rows: number,
): Answers {
  if (measure === 'label')
    return {
      measure,
      labels: sized(
        pieces.flatMap((piece) => [...piece].map(String)),
        rows,
      ),
    }
  const values = Float64Array.from(pieces.flatMap((piece) => [...piece].map(Number)))
  return { measure, width: values.length / rows, values: sized(values, rows) }
}

function sized<Values extends { readonly length: number }>(values: Values, rows: number): Values {
  if (values.length > 0 && values.length % rows === 0) return values
  throw new FaultError(`${values.length} answers for ${rows} rows`)
}

/** @throws InputError where the classes are not the same */
function reordered(answers: Answers, from: readonly string[], to: readonly string[]): Answers {
  if (answers.measure !== 'probability') return answers
  const order = to.map((name) => from.indexOf(name))
  if (from.length !== to.length || order.includes(-1))
    throw new InputError(`the original has the classes ${to.join(', ')}, and model.onnx ${from.join(', ')}`)
  const { width, values } = answers
  const moved = values.map((_, at) => values[at - (at % width) + (order[at % width] ?? 0)] ?? Number.NaN)
  return { ...answers, values: moved }
}
