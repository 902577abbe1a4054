import type { ModelPackage, Predictions } from '@trainyard/model'
import type { Batch } from '@trainyard/ports'
import type { InputColumn } from './input/columns.ts'
import { writtenValue } from './input/values.ts'
import type { LoggedPrediction } from './prediction-log.ts'

/** An answered request, before it is written down row by row. */
export interface Answered {
  readonly batch: Batch
  readonly predictions: Predictions
  readonly id: string
  readonly columns: readonly InputColumn[]
  readonly document: ModelPackage['document']
  readonly time: string
}

/** The lines of the prediction log for one answered request. */
export function loggedRows(answered: Answered): LoggedPrediction[] {
  const { batch, predictions, id, document, time } = answered
  return Array.from({ length: batch.rows }, (_, row) => {
    const probabilities = rowProbabilities(answered, row)
    return {
      time,
      id: batch.rows === 1 ? id : `${id}-${row + 1}`,
      model: document.sha256,
      inputs: rowInputs(answered, row),
      label: predictions.labels?.[row] ?? null,
      prediction: finite(predictions.values?.[row]),
      ...(predictions.indicators && { labels: labelsHad(predictions, document, row) }),
      ...(probabilities && { probabilities }),
    }
  })
}

function rowInputs({ batch, columns }: Answered, row: number): LoggedPrediction['inputs'] {
  return Object.fromEntries(
    columns.map((column) => [column.name, writtenValue(batch.columns.get(column.name)?.[row] ?? null, column)]),
  )
}

/** Of several labels, those that a row has. */
export function labelsHad(
  { indicators }: Predictions,
  { signature: { classes = [] } }: Answered['document'],
  row: number,
): readonly string[] {
  return classes.filter((_, at) => indicators?.[row * classes.length + at] === 1)
}

function rowProbabilities({ predictions, document }: Answered, row: number): Record<string, number> | undefined {
  const { classes } = document.signature
  const { probabilities } = predictions
  if (!classes || !probabilities) return undefined
  return Object.fromEntries(classes.map((name, index) => [name, probabilities[row * classes.length + index] ?? 0]))
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null
}
