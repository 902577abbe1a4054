import type { Problem } from '@trainyard/ports'
import type { PredictionTable } from './types.ts'

/** How far the probabilities of a row may be from one in sum. */
const TOLERANCE = 1e-3

/** What cannot be in a table of predictions, with the first row of each fault. */
export function checkPredictions(table: PredictionTable, file: string): Problem[] {
  const improbable = notProbable(table)
  const found = [duplicateIds(table), unknownClass(table), notFinite(table), improbable].flatMap((message) =>
    message === undefined ? [] : [{ message, at: { file } }],
  )
  const sums = improbable === undefined ? otherSum(table) : undefined
  return sums === undefined ? found : [...found, { message: sums, at: { file }, remedy: severalLabels }]
}

const severalLabels =
  'Probabilities are of classes that exclude each other. Where a row may have several labels: docs/reference/predictions.md#several-labels-a-row'

function duplicateIds({ ids }: PredictionTable): string | undefined {
  const seen = new Map<string, number>()
  for (const id of ids) {
    const [row, other] = [seen.size, seen.get(id)]
    if (other !== undefined) return `the id ${id} stands twice, in the rows ${other + 1} and ${row + 1}`
    seen.set(id, row)
  }
  return undefined
}

function unknownClass({ task, labels, predictions, classes }: PredictionTable): string | undefined {
  if (task !== 'classification') return undefined
  const row = labels.indexOf(-1)
  if (row >= 0)
    return `the label of row ${row + 1} is none of the classes ${classes.join(', ')} that have a probability`
  const other = predictions.indexOf(-1)
  return other >= 0 ? `the prediction of row ${other + 1} is none of the classes ${classes.join(', ')}` : undefined
}

function notFinite({ task, labels, predictions }: PredictionTable): string | undefined {
  if (task !== 'regression') return undefined
  const finite = (values: Float64Array) => values.findIndex((value) => !Number.isFinite(value))
  if (finite(labels) >= 0) return `the label of row ${finite(labels) + 1} is not a finite number`
  return finite(predictions) >= 0
    ? `the prediction of row ${finite(predictions) + 1} is not a finite number`
    : undefined
}

function notProbable({ probabilities, classes }: PredictionTable): string | undefined {
  if (probabilities === undefined) return undefined
  const wrong = probabilities.findIndex((value) => !(value >= 0 && value <= 1))
  const place = (at: number) => `row ${Math.floor(at / classes.length) + 1}`
  if (wrong < 0) return undefined
  const value = probabilities[wrong]
  return Number.isNaN(value)
    ? `a probability of ${place(wrong)} is missing, or no number`
    : `a probability of ${place(wrong)} is ${value}, not between 0 and 1`
}

function otherSum({ task, probabilities, classes }: PredictionTable): string | undefined {
  if (probabilities === undefined || task === 'multilabel') return undefined
  for (let at = 0; at < probabilities.length; at += classes.length) {
    let sum = 0
    for (let place = at; place < at + classes.length; place += 1) sum += probabilities[place] ?? 0
    if (Math.abs(sum - 1) > TOLERANCE)
      return `the probabilities of row ${at / classes.length + 1} sum to ${sum.toPrecision(4)}, not to 1`
  }
  return undefined
}
