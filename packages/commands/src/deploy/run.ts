import path from 'node:path'
import { type Deployed, type DeployRequest, deploy, status, stop, type TargetConfig, undo } from '@trainyard/deployment'
import { newDocument, readDocument, type Subject, writeDocument } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { expectAttested } from '../core/attested.ts'
import type { Context } from '../core/context.ts'
import type { StageResult } from '../core/result.ts'
import { readCases } from './cases.ts'
import type { Inputs } from './inputs.ts'
import { targetOf } from './target.ts'

/** Rolls the image out, goes back, tells what runs, or stops it. */
export async function run(inputs: Inputs, out: string, context: Context): Promise<StageResult> {
  const target = targetOf(inputs, context)
  switch (inputs.command) {
    case 'apply':
      return apply(inputs, out, context)
    case 'undo':
      return documented(await undo(target, context.services), [], out, context)
    case 'status':
      return tell(target, context)
    case 'stop':
      await stop(target, context.services)
      return tell(target, context)
  }
}

async function apply(inputs: Inputs, out: string, context: Context): Promise<StageResult> {
  if (inputs.image === undefined) {
    throw new InputError('no image', {
      at: { file: 'inputs', key: 'image' },
      remedy: 'Build one first, or name the image.json of one.',
    })
  }
  const image = await readDocument('image', inputs.image)
  const evaluation = inputs.evaluation === undefined ? undefined : await readDocument('evaluation', inputs.evaluation)
  const subject = { model: image.document.model, ...(evaluation && { evaluation: evaluation.sha256 }) }
  const attested = await expectAttested(inputs, subject, context)
  const cases = await readCases(inputs, context)
  const request: DeployRequest = {
    image: { document: image.document, folder: path.dirname(inputs.image) },
    unevaluated: inputs.unevaluated,
    target: targetOf(inputs, context),
    ephemeral: inputs.ephemeral ?? inputs.target === undefined,
    ...(evaluation && { evaluation }),
    ...(cases && { cases }),
  }
  const consumed: readonly Subject[] = [{ kind: 'file', name: 'image.json', sha256: image.sha256 }, ...attested]
  return documented(await deploy(request, context.services), consumed, out, context)
}

async function documented(
  { body, head }: Deployed,
  consumed: readonly Subject[],
  out: string,
  { services }: Context,
): Promise<StageResult> {
  const document = newDocument('deployment', body, {
    ...head,
    inputs: [...consumed, ...head.inputs],
    clock: services.clock,
  })
  await writeDocument(path.join(out, 'deployment.json'), document)
  return {
    verdict: head.verdict,
    reason: head.reason,
    documents: [document],
    digest: body.image,
    outputs: { url: body.url ?? '', revision: body.revision },
  }
}

async function tell(target: TargetConfig, { services }: Context): Promise<StageResult> {
  const { current, previous } = await status(target, services)
  const serving = current
    ? `${current.revision} ${current.running ? `serves at ${current.url}` : 'is not running'}`
    : 'nothing is deployed'
  const before = previous ? `; undo goes back to ${previous.revision}` : ''
  return {
    verdict: 'pass',
    reason: `${serving}${before}`,
    documents: [],
    digest: current?.image ?? '',
    outputs: { url: current?.url ?? '', revision: current?.revision ?? '' },
  }
}
