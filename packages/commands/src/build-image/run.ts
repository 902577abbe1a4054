import path from 'node:path'
import { newDocument, readDocument, type Subject, writeDocument } from '@trainyard/evidence'
import { buildImage, type ImageRequest } from '@trainyard/image'
import type { Context } from '../core/context.ts'
import { openModel } from '../core/native.ts'
import type { StageResult } from '../core/result.ts'
import type { Inputs } from './inputs.ts'

/** Packs the model into an image. @throws InputError for a model that failed its evaluation, or has none */
export async function run(inputs: Inputs, out: string, context: Context): Promise<StageResult> {
  const { config, services } = context
  const evaluation = inputs.evaluation === undefined ? undefined : await readDocument('evaluation', inputs.evaluation)
  const model = await openModel(inputs.model, context)
  const request: ImageRequest = {
    model,
    unevaluated: inputs.unevaluated === 'allow',
    base: inputs.base,
    programs: { server: path.join(services.dist, 'server'), worker: path.join(services.dist, 'inference-worker') },
    name: config.name,
    out,
    layout: path.join(out, 'image'),
    ...(evaluation && { evaluation }),
    ...(inputs.archive !== undefined && { archive: inputs.archive }),
    ...(inputs.push !== undefined && { push: inputs.push }),
  }
  const body = await buildImage(request, services)
  const reason = `${body.digest}, ${body.layers.length} layers`
  const document = newDocument('image', body, {
    clock: services.clock,
    subjects: [{ kind: 'image', name: body.reference ?? config.name, sha256: body.digest.replace('sha256:', '') }],
    inputs: consumed(model.document.sha256, evaluation?.sha256),
    verdict: 'pass',
    reason,
  })
  await writeDocument(path.join(out, 'image.json'), document)
  return {
    verdict: 'pass',
    reason,
    documents: [document],
    digest: body.digest,
    outputs: { reference: body.reference ?? '' },
  }
}

function consumed(model: string, evaluation: string | undefined): Subject[] {
  const subjects: Subject[] = [{ kind: 'model', name: 'model.onnx', sha256: model }]
  return evaluation === undefined
    ? subjects
    : [...subjects, { kind: 'evaluation', name: 'evaluation.json', sha256: evaluation }]
}
