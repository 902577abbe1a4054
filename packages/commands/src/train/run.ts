import path from 'node:path'
import { datasetDocument } from '@trainyard/dataset'
import { newDocument, type RunDocument, readDocument, type Subject, writeDocument } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import type { Context } from '../core/context.ts'
import { openSource, reopenSource } from '../core/data.ts'
import type { StageResult } from '../core/result.ts'
import type { Entry } from './cache/entry.ts'
import { nearestRun } from './cache/nearest.ts'
import { reuse } from './cache/reuse.ts'
import { saveEntry } from './cache/ways.ts'
import { runEnvironment } from './environment.ts'
import { fit } from './fit.ts'
import type { Inputs } from './inputs.ts'
import { type Plan, planOf } from './plan.ts'
import { writeProfile } from './profile.ts'
import { besideBase } from './record/base.ts'
import { type Origin, originOf } from './record/origin.ts'
import { record } from './record/record.ts'

/** Trains, or takes the model of an earlier run that depended on the very same things. */
export async function run(inputs: Inputs, out: string, context: Context): Promise<StageResult> {
  const evidence = await refuseFailedData(inputs.validation)
  const { dataset, document } = await openData(inputs, context)
  try {
    await writeDocument(path.join(out, 'dataset.json'), document ?? datasetDocument(dataset, context.services.clock))
    const plan = await planOf(inputs, dataset, evidence, context)
    const origin = await originOf(context)
    const made = (await reuse(plan, out, context)) ?? (await trainAnew(plan, origin, out, context))
    const finished = await besideBase(made.run, plan, origin, out, context)
    return {
      verdict: 'pass',
      reason: finished.reason,
      documents: [made.model.document, finished],
      digest: finished.model,
    }
  } finally {
    await dataset.close()
  }
}

async function openData(inputs: Inputs, context: Context) {
  if (inputs.dataset !== undefined && inputs.data === undefined) return reopenSource(inputs.dataset, context)
  return { dataset: await openSource(inputs, context), document: undefined }
}

/** @throws InputError where this data was looked at and failed */
async function refuseFailedData(file: string | undefined): Promise<readonly Subject[]> {
  if (file === undefined) return []
  const { document, sha256 } = await readDocument('validation', file)
  if (document.verdict === 'pass') return [{ kind: 'validation', name: path.basename(file), sha256 }]
  throw new InputError(`the data failed its validation: ${document.reason}`, {
    at: { file },
    remedy: 'Mend the data, or the suite where it asks too much, and run validate-data again.',
  })
}

async function trainAnew(plan: Plan, origin: Origin, out: string, context: Context): Promise<Entry> {
  const { clock } = context.services
  const nearest = await nearestRun(plan, origin, context)
  const start = clock.elapsed()
  const { dataset, inputs } = plan
  const from: readonly Subject[] = [{ kind: 'dataset', name: 'dataset', sha256: dataset.sha256 }, ...plan.evidence]
  const trained = await fit(plan, path.join(out, 'model'), from, context)
  const { model } = trained
  const seconds = (clock.elapsed() - start) / 1000
  const document: RunDocument = newDocument(
    'run',
    {
      trainer: inputs.run ?? 'built-in',
      parameters: trained.parameters,
      seed: inputs.seed,
      environment: {
        ...runEnvironment(trained),
        ...(origin.commit !== undefined && { commit: origin.commit }),
      },
      cache: { key: plan.key, preimage: plan.preimage, reused: false, ...(nearest && { nearest }) },
      metrics: trained.metrics,
      ...(trained.parity && { parity: trained.parity }),
      seconds,
      model: model.document.sha256,
    },
    {
      clock,
      subjects: [{ kind: 'model', name: 'model.onnx', sha256: model.document.sha256 }],
      inputs: from,
      verdict: 'pass',
      reason: trained.summary,
    },
  )
  await writeProfile(dataset, model, out, context)
  const run = await record(plan, document, out, { origin }, context)
  await saveEntry(plan.key, out, context)
  return { run, model }
}
