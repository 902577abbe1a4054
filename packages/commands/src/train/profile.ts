import path from 'node:path'
import type { Dataset } from '@trainyard/dataset'
import { type ColumnProfile, newDocument, writeDocument } from '@trainyard/evidence'
import type { ModelPackage, Predictor } from '@trainyard/model'
import { profileDataset, profileLabel, profileLabels, profileNumbers } from '@trainyard/profile'
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
    return await profileAnswers(dataset, predictor, split)
  } finally {
    await predictor.close()
  }
}

async function profileAnswers(
  dataset: Dataset,
  predictor: Predictor,
  split: 'test' | 'validation',
): Promise<ColumnProfile[]> {
  const { features, inputs, classes = [], task } = predictor.signature
  const labels: string[] = []
  const values: number[] = []
  const flags: number[] = []
  for await (const batch of dataset.batches(split, features ?? inputs.map(({ name }) => name))) {
    const answers = await predictor.predict(batch)
    for (const label of answers.labels ?? []) labels.push(label)
    for (const value of answers.values ?? []) values.push(value)
    for (const flag of answers.indicators ?? []) flags.push(flag)
  }
  if (task === 'multilabel')
    return classes.map((label, at) => {
      const own = flags.filter((_, place) => place % classes.length === at)
      return profileLabel(label, own)
    })
  return [values.length > 0 ? profileNumbers(Float64Array.from(values)) : profileLabels(labels)]
}
