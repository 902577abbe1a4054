import path from 'node:path'
import { type DeployRequest, deploy, status, stop, undo } from '@trainyard/deployment'
import { type DeploymentDocument, newDocument, readDocument, type Subject, writeDocument } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import type { StageResult } from '../core/command.ts'
import type { Context } from '../core/context.ts'
import type { Values } from '../core/table.ts'
import { openCases } from './cases.ts'
import type { inputs } from './inputs.ts'

export type Inputs = Values<typeof inputs>

type Body = Awaited<ReturnType<typeof deploy>>

/** Rolls the image out, goes back, tells what runs, or stops it. */
export async function run(inputs: Inputs, out: string, context: Context): Promise<StageResult> {
  switch (inputs.command) {
    case 'apply':
      return apply(inputs, out, context)
    case 'undo':
      return documented(await undo(place(inputs, context), context.services), [], out, context)
    case 'status':
      return told(await status(place(inputs, context), context.services))
    case 'stop':
      return told(await stop(place(inputs, context), context.services))
  }
}

async function apply(inputs: Inputs, out: string, context: Context): Promise<StageResult> {
  if (inputs.image === undefined)
    throw new InputError('no image', {
      at: { file: 'inputs', key: 'image' },
      remedy: 'Build one first, or name the image.json of one.',
    })
  const image = await readDocument('image', inputs.image)
  const evaluation = inputs.evaluation === undefined ? undefined : await readDocument('evaluation', inputs.evaluation)
  const cases = await openCases(inputs, context)
  try {
    const request: DeployRequest = {
      ...place(inputs, context),
      image,
      unevaluated: inputs.unevaluated === 'allow',
      ephemeral: inputs.ephemeral ?? inputs.target === undefined,
      ...(evaluation && { evaluation }),
      ...(cases && { cases }),
    }
    const consumed: Subject[] = [
      { kind: 'image', name: 'image.json', sha256: image.sha256 },
      ...(evaluation ? [{ kind: 'evaluation', name: 'evaluation.json', sha256: evaluation.sha256 } as const] : []),
    ]
    return await documented(await deploy(request, context.services), consumed, out, context)
  } finally {
    await cases?.close()
  }
}

function place({ target, state, host, port }: Inputs, { config }: Context) {
  return { name: config.name, target: target ?? ('local' as const), state, host, port, node: process.execPath }
}

async function documented(
  { verdict, reason, ...body }: Body,
  consumed: readonly Subject[],
  out: string,
  { services }: Context,
): Promise<StageResult> {
  const document: DeploymentDocument = newDocument('deployment', body, {
    clock: services.clock,
    subjects: [{ kind: 'image', name: 'image', sha256: body.image.replace('sha256:', '') }],
    inputs: consumed,
    verdict,
    reason,
  })
  await writeDocument(path.join(out, 'deployment.json'), document)
  return {
    verdict,
    reason,
    documents: [document],
    digest: body.image,
    outputs: { url: body.url ?? '', revision: body.revision },
  }
}

function told({ verdict, reason, url, revision }: Awaited<ReturnType<typeof status>>): StageResult {
  return { verdict, reason, documents: [], digest: '', outputs: { url: url ?? '', revision: revision ?? '' } }
}
