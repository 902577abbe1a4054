import path from 'node:path'
import type { Dataset } from '@trainyard/dataset'
import { type ColumnProfile, newDocument, writeDocument } from '@trainyard/evidence'
import type { ModelPackage, Predictor } from '@trainyard/model'
import { profileDataset, profileLabels, profileNumbers } from '@trainyard/profile'
import type { Context } from '../core/context.ts'
import { openBatchPredictor } from '../core/native.ts'

/** Writes `profile.json`: the training share's columns, and the model's answers on rows it has not learned from. */
export async function writeProfile(
  dataset: Dataset,
  model: ModelPackage,
  out: string,
  context: Context,
): Promise<void> {
  const columns = [...(await profileDataset(dataset, 'train')), ...(await answersProfile(dataset, model, context))]
  const { sha256 } = model.document
  const document = newDocument(
    'profile',
    { rows: dataset.split.rows.train, columns, model: sha256 },
    {
      clock: context.services.clock,
      subjects: [{ kind: 'model', name: 'model.onnx', sha256 }],
      inputs: [{ kind: 'dataset', name: 'dataset', sha256: dataset.sha256 }],
      verdict: 'pass',
      reason: `${columns.length} columns of ${dataset.split.rows.train} rows`,
    },
  )
  await writeDocument(path.join(out, 'profile.json'), document)
}

async function answersProfile(dataset: Dataset, model: ModelPackage, context: Context): Promise<ColumnProfile[]> {
  const split = dataset.split.rows.test > 0 ? 'test' : 'validation'
  if (dataset.split.rows[split] === 0) return []
  const predictor = await openBatchPredictor(model, context)
  try {
    return [await profileAnswers(dataset, predictor, split)]
  } finally {
    await predictor.close()
  }
}

async function profileAnswers(
  dataset: Dataset,
  predictor: Predictor,
  split: 'test' | 'validation',
): Promise<ColumnProfile> {
  const labels: string[] = []
  const values: number[] = []
  for await (const batch of dataset.batches(
    split,
    predictor.signature.features ?? predictor.signature.inputs.map(({ name }) => name),
  )) {
    const answers = await predictor.predict(batch)
    labels.push(...(answers.labels ?? []))
    values.push(...(answers.values ?? []))
  }
  return values.length > 0 ? profileNumbers(Float64Array.from(values)) : profileLabels(labels)
}
