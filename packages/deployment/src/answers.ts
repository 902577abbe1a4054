import type { AnswerCheck } from '@trainyard/evidence'
import type { Predictions } from '@trainyard/model'
import { type Batch, FaultError, type Services } from '@trainyard/ports'
import { describe, infer } from './client.ts'
import type { Cases } from './types.ts'

/** Rows sent in one request. */
const rowsAtOnce = 256

/** Greatest difference that counts as equal: of a probability absolute, of a number relative to it. */
const tolerance = 1e-5

/**
 * Sends rows to a server and compares its answers with those of the evaluation.
 * @throws FaultError where the server cannot be asked, or serves another model than the image should hold
 */
export async function compareAnswers(
  fetch: Services['fetch'],
  url: string,
  model: string,
  cases: Cases | undefined,
): Promise<AnswerCheck | undefined> {
  const server = await describe(fetch, url)
  if (!server.version || !model.startsWith(server.version))
    throw new FaultError(`the server at ${url} serves the model ${server.version}…, the image should hold ${model}`)
  if (!cases) return undefined
  const checks: AnswerCheck[] = []
  for (let start = 0; start < cases.batch.rows; start += rowsAtOnce) {
    const part = sliceRows(cases.batch, start, start + rowsAtOnce)
    checks.push(compareRows(cases.expected, start, await infer(fetch, url, server, part)))
  }
  return checks.reduce(addChecks, { rows: 0, equal: 0, maxDifference: 0 })
}

/** Compares answers with the expected ones from row `start` on. */
export function compareRows(expected: Predictions, start: number, answers: Predictions): AnswerCheck {
  let equal = 0
  let maxDifference = 0
  for (let row = 0; row < answers.rows; row += 1) {
    const difference = rowDifference(expected, start + row, answers, row)
    maxDifference = Math.max(maxDifference, difference)
    if (sameLabels(expected, start + row, answers, row) && difference <= tolerance) equal += 1
  }
  return { rows: answers.rows, equal, maxDifference }
}

function sameLabels(expected: Predictions, at: number, answers: Predictions, row: number): boolean {
  if (expected.labels) return expected.labels[at] === answers.labels?.[row]
  if (!expected.indicators) return true
  const width = expected.indicators.length / expected.rows
  const own = (flags: Uint8Array | undefined, from: number) => flags?.subarray(from * width, (from + 1) * width).join()
  return own(expected.indicators, at) === own(answers.indicators, row)
}

/** Infinite where one side has a number and the other has none. */
function rowDifference(expected: Predictions, at: number, answers: Predictions, row: number): number {
  if (expected.values) return relativeDifference(expected.values[at], answers.values?.[row])
  if (!expected.probabilities) return 0
  const width = expected.probabilities.length / expected.rows
  if (answers.probabilities?.length !== answers.rows * width) return Number.MAX_VALUE
  const differences = Array.from({ length: width }, (_, index) =>
    Math.abs((expected.probabilities?.[at * width + index] ?? 0) - (answers.probabilities?.[row * width + index] ?? 0)),
  )
  return Math.max(...differences)
}

function relativeDifference(expected = Number.NaN, answer = Number.NaN): number {
  if (expected === answer) return 0
  const difference = Math.abs(expected - answer) / Math.max(Math.abs(expected), Math.abs(answer))
  return Number.isNaN(difference) ? Number.MAX_VALUE : difference
}

function addChecks(sum: AnswerCheck, check: AnswerCheck): AnswerCheck {
  return {
    rows: sum.rows + check.rows,
    equal: sum.equal + check.equal,
    maxDifference: Math.max(sum.maxDifference, check.maxDifference),
  }
}

function sliceRows({ rows, columns }: Batch, start: number, end: number): Batch {
  const parts = [...columns].map(([name, values]) => [name, values.slice(start, end)] as const)
  return { rows: Math.min(end, rows) - start, columns: new Map(parts) }
}
