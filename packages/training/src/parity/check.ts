import type { ParityDocument } from '@trainyard/evidence'
import type { ModelPackage } from '@trainyard/model'
import { InputError } from '@trainyard/ports'
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

/**
 * Asks the converted model for the same rows as the original and compares.
 * @throws InputError with the worst rows and the likely cause, where more rows differ than may
 */
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
  if (differing.length > limits.differing * rows.numbers.length)
    throw new InputError(
      [
        `model.onnx answers ${differing.length} of ${rows.numbers.length} rows of the ${rows.split} share otherwise than ${name}, from which it was made: by up to ${greatest.toPrecision(3)}, more than ${limits.tolerance}`,
        ...worstRows(comparison, question, { original, converted, shown: values === 'shown' }),
      ].join('\n'),
      { at: { file: 'trainyard.yml', key: 'train.run' }, remedy: likelyCause(question.traits) },
    )
  return {
    original: name,
    split: rows.split,
    rows: rows.numbers.length,
    measure: original.measure,
    tolerance: limits.tolerance,
    greatest,
    differing: differing.length,
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
): string[] {
  return differing.slice(0, WORST_ROWS).map(({ row, difference }) => {
    const both = shown ? `: ${answerOf(original, row)}, converted ${answerOf(converted, row)}` : ''
    return `  row ${rows.numbers[row]}  ${difference.toPrecision(3)}${both}`
  })
}

function answerOf(answers: Answers, row: number): string {
  if (answers.measure === 'label') return answers.labels[row] ?? ''
  const { width, values } = answers
  return [...values.subarray(row * width, (row + 1) * width)].map((value) => value.toPrecision(4)).join(' ')
}
