import type { ParityDocument, ParityRow } from '@trainyard/evidence'
import type { ModelPackage } from '@trainyard/model'
import type { TrainRequest } from '../types.ts'
import { type Answers, convertedAnswers, originalAnswers } from './answers.ts'
import { likelyCause } from './causes.ts'
import { type Comparison, compareAnswers } from './compare.ts'
import type { ParityRows } from './rows.ts'

const WORST_ROWS = 5

export interface ParityQuestion {
  /** File that the command left, such as `model.joblib`. */
  readonly name: string
  readonly rows: ParityRows
  /** File with the original's answers. */
  readonly answers: string
  readonly classes: readonly string[] | null
  readonly traits: readonly string[]
}

/** Asks the converted model for the same rows as the original and compares; names the worst where more differ than may. */
export async function checkParity(
  question: ParityQuestion,
  model: ModelPackage,
  { parity: limits = { tolerance: 1e-4, differing: 0 }, values = 'hidden', open }: TrainRequest,
): Promise<ParityDocument> {
  const { rows, name, classes } = question
  const original = await originalAnswers(question.answers, rows.numbers.length)
  const converted = await convertedAnswers(rows, open, model, { measure: original.measure, classes })
  const comparison = compareAnswers(original, converted, limits.tolerance)
  const { greatest, differing } = comparison
  const unequal = differing.length > limits.differing * rows.numbers.length
  return {
    original: name,
    split: rows.split,
    rows: rows.numbers.length,
    measure: original.measure,
    tolerance: limits.tolerance,
    greatest,
    differing: differing.length,
    ...(unequal && {
      worst: worstRows(comparison, question, { original, converted, shown: values === 'shown' }),
      cause: likelyCause(question.traits),
    }),
  }
}

interface Shown {
  readonly original: Answers
  readonly converted: Answers
  readonly shown: boolean
}

/** The worst rows by their number in the table; what was answered only where values may be shown. */
function worstRows(
  { differing }: Comparison,
  { rows }: ParityQuestion,
  { original, converted, shown }: Shown,
): readonly ParityRow[] {
  return differing.slice(0, WORST_ROWS).map(({ row, difference }) => ({
    row: rows.numbers[row] ?? Number.NaN,
    difference,
    ...(shown && { original: answerOf(original, row), converted: answerOf(converted, row) }),
  }))
}

function answerOf(answers: Answers, row: number): string {
  if (answers.measure === 'label') return answers.labels[row] ?? ''
  const { width, values } = answers
  return [...values.subarray(row * width, (row + 1) * width)].map((value) => value.toPrecision(4)).join(' ')
}
