import type { Predictions, Predictor } from '@trainyard/model'
import { type Batch, InputError } from '@trainyard/ports'
import type { PredictionTable } from '@trainyard/predictions'
import { type Growing, growing, growingWhole } from '../rows/growing.ts'
import { columnsOf, type PredictRequest } from '../rows/predict.ts'
import { type Disturb, disturber } from './disturb.ts'
import { type Disturbance, nameOf, oneByOne } from './disturbance.ts'
import { spreadsOf } from './spread.ts'
import type { Disturbed, DisturbedSide } from './types.ts'

/** Rows that a model is asked for again, at most: each disturbance asks for all of them. */
const mostRows = 20_000

export interface DisturbRequest
  extends Pick<PredictRequest, 'dataset' | 'split' | 'target' | 'id' | 'predictor' | 'log'> {
  readonly disturbances: readonly Disturbance[]
  /** Seed of the noise. */
  readonly seed: number
}

/**
 * Asks the model again for rows that were disturbed; of many rows, for some that are evenly spaced.
 * @param table the answers to the rows as they are
 * @throws InputError for a column that the model does not read
 */
export async function predictDisturbed(request: DisturbRequest, table: PredictionTable): Promise<Disturbed> {
  const { dataset, split, predictor, disturbances, seed, log } = request
  const columns = columnsOf(predictor, request)
  expectColumns(disturbances, columns)
  const spreads = await spreadsOf(dataset, columns)
  const wanted = new Map(disturbances.flatMap((one) => oneByOne(one, columns)).map((one) => [nameOf(one), one]))
  const asked = [...wanted].map(([name, one]) => ({ name, ...asking(disturber(one, spreads, seed), predictor, table) }))
  const step = Math.ceil(table.rows / mostRows)
  const rows = growingWhole(Math.min(table.rows, mostRows))
  let first = 0
  for await (const batch of dataset.batches(split, columns, 4096)) {
    const chosen = Array.from({ length: batch.rows }, (_, row) => row).filter((row) => (first + row) % step === 0)
    for (const row of chosen) rows.push(first + row)
    const kept = pickRows(batch, chosen)
    for (const { ask } of asked) await ask(kept)
    first += batch.rows
    log.progress(`${rows.length} rows under ${asked.length === 1 ? asked[0]?.name : `${asked.length} disturbances`}`)
  }
  return { rows: rows.values(), columns, sides: new Map(asked.map(({ name, side }) => [name, side()])) }
}

function expectColumns(disturbances: readonly Disturbance[], columns: readonly string[]): void {
  const problems = disturbances.flatMap((one) => {
    if (one.kind === 'noise' || one.column === undefined || columns.includes(one.column)) return []
    const remedy = `It reads ${columns.join(', ')}.`
    return [{ message: `the model reads no column ${one.column}, so that it cannot be missing`, remedy }]
  })
  if (problems.length > 0) throw new InputError(problems)
}

function pickRows({ columns }: Batch, chosen: readonly number[]): Batch {
  const cells = [...columns].map(([name, values]) => {
    const picked =
      values instanceof Float64Array
        ? Float64Array.from(chosen, (row) => values[row] ?? Number.NaN)
        : chosen.map((row) => values[row] ?? null)
    return [name, picked] as const
  })
  return { rows: chosen.length, columns: new Map(cells) }
}

interface Asking {
  ask(batch: Batch): Promise<void>
  side(): DisturbedSide
}

/** A model that once refuses such rows is not asked for more of them. */
function asking(disturb: Disturb, predictor: Predictor, table: PredictionTable): Asking {
  const [predictions, probabilities] = [growing(0), growing(0)]
  let refused: string | undefined
  return {
    ask: async (batch) => {
      if (refused !== undefined || batch.rows === 0) return
      const answers = await predictor.predict(disturb(batch)).catch(refusal)
      refused = typeof answers === 'string' ? answers : take(answers, table, { predictions, probabilities })
    },
    side: () => {
      if (refused !== undefined) return { refused }
      return {
        predictions: predictions.values(),
        ...(probabilities.length > 0 && { probabilities: probabilities.values() }),
      }
    },
  }
}

function refusal(error: unknown): string {
  if (error instanceof InputError) return error.problems[0]?.message ?? error.message
  throw error
}

/** @returns what is wrong with the answers; nothing where they can be judged */
function take(
  answers: Predictions,
  { task, classes }: PredictionTable,
  into: { readonly predictions: Growing; readonly probabilities: Growing },
): string | undefined {
  const places = new Map(classes.map((name, at) => [name, at]))
  for (const answer of answers.indicators ?? answers.labels ?? answers.values ?? []) {
    const value = task === 'classification' ? (places.get(String(answer)) ?? Number.NaN) : Number(answer)
    if (!Number.isFinite(value))
      return `the model answers ${task === 'classification' ? 'none of its classes' : 'no number'}`
    into.predictions.push(value)
  }
  for (const value of answers.probabilities ?? []) {
    if (!(value >= 0 && value <= 1)) return 'the model answers no probabilities'
    into.probabilities.push(value)
  }
  return undefined
}
