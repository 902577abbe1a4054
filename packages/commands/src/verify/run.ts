import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { VerifiedAttestation } from '@trainyard/evidence/attestation'
import { InputError, isCode, sha256File } from '@trainyard/ports'
import { verified } from '../core/attested.ts'
import type { Context } from '../core/context.ts'
import type { StageResult } from '../core/result.ts'
import type { Inputs } from './inputs.ts'

/** Verifies the attestation of a model. Whatever does not hold is an error: there is no verdict but pass. */
export async function run(inputs: Inputs, context: Context): Promise<StageResult> {
  const model = await digestOf(inputs.model)
  const evaluation = inputs.evaluation === undefined ? {} : { evaluation: await sha256File(inputs.evaluation) }
  const found = await verified(inputs.attestation, inputs, { model, ...evaluation }, context)
  const [reason = '', ...lines] = linesOf(model, found)
  return { verdict: 'pass', reason, documents: [], digest: model, lines: [reason, ...lines] }
}

async function digestOf(model: string): Promise<string> {
  try {
    return await sha256File((await stat(model)).isDirectory() ? path.join(model, 'model.onnx') : model)
  } catch (cause) {
    if (!isCode(cause, 'ENOENT')) throw cause
    throw new InputError('no such file', { at: { file: model }, remedy: 'Name model.onnx, or the folder with it.' })
  }
}

function linesOf(model: string, { signer, predicate }: VerifiedAttestation): readonly string[] {
  const { rules, data, decidedBy, champion, firstModel } = predicate
  const lines = [
    `signed by ${signer.workflow}, ${signer.ref}, commit ${signer.commit}`,
    `in ${signer.run}`,
    `passed ${rules.gates.map(({ text }) => text).join(', ')}, decided by ${decidedBy}`,
    `on ${data.rows.toLocaleString('en-US')} rows (${data.split}), sha256:${data.sha256}`,
    ...(champion ? [`compared with sha256:${champion.sha256}`] : []),
    ...(firstModel ? [`first model: nothing to compare with for ${firstModel.unjudged.join(', ')}`] : []),
  ]
  return [`model sha256:${model}`, ...lines]
}
