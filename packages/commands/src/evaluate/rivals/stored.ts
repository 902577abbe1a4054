import path from 'node:path'
import { type EvaluationDocument, readDocument } from '@trainyard/evidence'
import { sha256File } from '@trainyard/ports'
import { joinChampion, type PredictionTable, type RivalAnswers, readPredictions } from '@trainyard/predictions'
import { type Context, exists } from '../../core/context.ts'

/** Files that hold a model's answers, and what they are of. */
export const answerFiles = ['evaluation.json', 'predictions.parquet'] as const

/**
 * A model's answers that were kept beside an earlier evaluation of it: `evaluation.json` and `predictions.parquet` in a folder.
 * @param model digest of the model
 * @returns undefined where there are none, or they are of another model, of other rows, or not those that were recorded
 */
export async function storedAnswers(
  folder: string,
  { model, data }: { readonly model: string; readonly data: EvaluationDocument['data'] },
  { services }: Context,
): Promise<PredictionTable | undefined> {
  const [document, answers] = answerFiles.map((name) => path.join(folder, name))
  if (document === undefined || answers === undefined) return undefined
  if (!(await exists(document)) || !(await exists(answers))) return undefined
  const { document: evaluation } = await readDocument('evaluation', document)
  const same = evaluation.data.sha256 === data.sha256 && evaluation.data.split === data.split
  if (!same || evaluation.model !== model) return undefined
  if (evaluation.predictions !== (await sha256File(answers))) {
    services.log.warning(`${answers} is not what its evaluation.json speaks of: the model is asked again`)
    return undefined
  }
  const { task } = evaluation
  const source = { base: folder, files: ['predictions.parquet'], task }
  return readPredictions(source, services)
}

/** A model's answers, put beside the candidate's: the rows are the same, and so is their order. */
export function besides(candidate: PredictionTable, rival: PredictionTable, name: string): RivalAnswers {
  const { table } = joinChampion({ ...candidate, identified: false }, { ...rival, identified: false }, name)
  const { champion = { predictions: new Float64Array() }, classes } = table
  if (candidate.task !== 'classification' || classes.join('\0') === candidate.classes.join('\0')) return champion
  const places = classes.map((one) => candidate.classes.indexOf(one))
  return { predictions: champion.predictions.map((index) => places[index] ?? -1) }
}
