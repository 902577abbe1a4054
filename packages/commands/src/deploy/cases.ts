import path from 'node:path'
import type { Dataset } from '@trainyard/dataset'
import type { DeployRequest } from '@trainyard/deployment'
import { readPredictions } from '@trainyard/predictions'
import type { Context } from '../core/context.ts'
import { reopenSource } from '../core/data.ts'
import type { Inputs } from './run.ts'

/** Rows with the evaluation's answers, for the server to answer again. */
export type Cases = NonNullable<DeployRequest['cases']> & { close(): Promise<void> }

/** The test rows and what the evaluation answered; `undefined` where either is not there. */
export async function openCases({ dataset: file, predictions }: Inputs, context: Context): Promise<Cases | undefined> {
  if (file === undefined || predictions === undefined) return undefined
  const { dataset } = await reopenSource(file, context)
  try {
    const expected = await readPredictions(
      { base: path.dirname(predictions), files: [path.basename(predictions)] },
      context.services,
    )
    if (expected.rows === dataset.split.rows.test)
      return {
        expected,
        batches: () => dataset.batches('test', featuresOf(dataset), 256),
        close: () => dataset.close(),
      }
    context.services.log.warning(
      `${path.basename(predictions)} has ${expected.rows} rows and the test share ${dataset.split.rows.test}: the answers are not compared`,
    )
  } catch (error) {
    await dataset.close()
    throw error
  }
  await dataset.close()
  return undefined
}

function featuresOf({ columns }: Dataset): string[] {
  return columns.filter(({ role }) => role !== 'target' && role !== 'ignore').map(({ name }) => name)
}
