import path from 'node:path'
import { newDocument, readDocument, writeDocument } from '@trainyard/evidence'
import { buildImage, type ImageRequest, imageHead } from '@trainyard/image'
import { expectAttested } from '../core/attested.ts'
import type { Context } from '../core/context.ts'
import { openModel } from '../core/native.ts'
import type { StageResult } from '../core/result.ts'
import type { Inputs } from './inputs.ts'

/** Packs the model into an image. @throws InputError for a model that failed its evaluation, or has none */
export async function run(inputs: Inputs, out: string, context: Context): Promise<StageResult> {
  const { config, services } = context
  const evaluation = inputs.evaluation === undefined ? undefined : await readDocument('evaluation', inputs.evaluation)
  const model = await openModel(inputs.model, context)
  const subject = { model: model.document.sha256, ...(evaluation && { evaluation: evaluation.sha256 }) }
  const attested = await expectAttested(inputs, subject, context)
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
  const head = imageHead(request, body)
  const document = newDocument('image', body, {
    clock: services.clock,
    ...head,
    inputs: [...head.inputs, ...attested],
  })
  await writeDocument(path.join(out, 'image.json'), document)
  return {
    verdict: head.verdict,
    reason: head.reason,
    documents: [document],
    digest: body.digest,
    outputs: { reference: body.reference ?? '' },
  }
}
