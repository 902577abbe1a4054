import path from 'node:path'
import type { Dataset } from '@trainyard/dataset'
import type { DeployRequest } from '@trainyard/deployment'
import type { Batch } from '@trainyard/ports'
import { type PredictionTable, readPredictions } from '@trainyard/predictions'
import type { Context } from '../core/context.ts'
import { reopenSource } from '../core/data/data.ts'
import type { Inputs } from './inputs.ts'

type Cases = NonNullable<DeployRequest['cases']>

/** Rows that the server is asked again, at most. */
const MOST_ROWS = 512

/** The first test rows and what the evaluation answered; `undefined` where either is not there. */
export async function readCases({ dataset: file, predictions }: Inputs, context: Context): Promise<Cases | undefined> {
  if (file === undefined || predictions === undefined) return undefined
  const { dataset } = await reopenSource(file, context)
  try {
    const source = { base: path.dirname(predictions), files: [path.basename(predictions)] }
    const expected = await readPredictions(source, context.services)
    if (expected.rows === dataset.split.rows.test) return await casesOf(dataset, expected)
    context.services.log.warning(
      `${path.basename(predictions)} has ${expected.rows} rows and the test share ${dataset.split.rows.test}: the answers are not compared`,
    )
    return undefined
  } finally {
    await dataset.close()
  }
}

async function casesOf(dataset: Dataset, table: PredictionTable): Promise<Cases | undefined> {
  const features = dataset.columns.filter(({ role }) => role !== 'target' && role !== 'ignore').map(({ name }) => name)
  for await (const batch of dataset.batches('test', features, MOST_ROWS))
    return { batch, expected: firstRows(table, batch) }
  return undefined
}

function firstRows(table: PredictionTable, { rows }: Batch): Cases['expected'] {
  const { task, classes, predictions, probabilities } = table
  if (task === 'regression') return { rows, values: predictions.slice(0, rows) }
  if (task === 'multilabel') {
    const width = rows * classes.length
    const indicators = Uint8Array.from(predictions.subarray(0, width))
    return { rows, indicators, ...(probabilities && { probabilities: probabilities.slice(0, width) }) }
  }
  const labels = Array.from(predictions.subarray(0, rows), (at) => classes[at] ?? '')
  return { rows, labels, ...(probabilities && { probabilities: probabilities.slice(0, rows * classes.length) }) }
}
