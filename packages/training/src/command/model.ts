import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Signature } from '@trainyard/evidence'
import { inferSignature, type ModelPackage, packageModel } from '@trainyard/model'
import { readOnnx } from '@trainyard/onnx'
import { type Clock, InputError, isCode } from '@trainyard/ports'
import { labelsOf } from '../builtin/target.ts'
import { sortedClasses, taskOf } from '../task.ts'
import type { TrainRequest } from '../types.ts'

/** Packs the model that the command left. @throws InputError where it left none, or none that can be used */
export async function packLeftModel(request: TrainRequest, folder: string, clock: Clock): Promise<ModelPackage> {
  const onnx = path.join(folder, 'model.onnx')
  await expectModel(onnx)
  const inferred = inferSignature(readOnnx(await readFile(onnx), onnx), onnx)
  const { name, datasetDigest: dataset, inputs } = request
  return packageModel(
    { onnx, name, signature: await completed(inferred, request), dataset, inputs, clock },
    request.out,
  )
}

async function expectModel(onnx: string): Promise<void> {
  try {
    if ((await stat(onnx)).size > 0) return
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
  }
  throw new InputError('the command ended well and left no model', {
    at: { file: 'trainyard.yml', key: 'train.run' },
    remedy: 'It must write model.onnx into the folder that TRAINYARD_OUT names.',
  })
}

/** What the graph does not say is taken from the data: the target, the task, and the classes in scikit-learn's order. */
async function completed(inferred: Signature, { dataset, target }: TrainRequest): Promise<Signature> {
  const column = dataset.columns.find(({ name }) => name === target)
  if (column === undefined) return inferred
  const labels = new Set<string>()
  for await (const label of labelsOf(dataset, column, 'train')) labels.add(label)
  const task =
    inferred.task ?? (inferred.probabilities === undefined ? taskOf(column.type, labels.size) : 'classification')
  const classes = inferred.classes ?? (task === 'classification' ? sortedClasses(column.type, labels) : undefined)
  return { ...inferred, task, target, ...(classes && { classes }) }
}
