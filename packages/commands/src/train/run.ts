import path from 'node:path'
import { datasetDocument } from '@trainyard/dataset'
import { readDocument, type Subject, writeDocument } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { writeCard } from '../card/write.ts'
import type { Context } from '../core/context.ts'
import { configuredData, expectConfigured } from '../core/data/configured.ts'
import { openSource, reopenSource } from '../core/data/data.ts'
import type { StageResult } from '../core/result.ts'
import type { Entry, Failed } from './cache/entry.ts'
import { nearestRun } from './cache/nearest.ts'
import { reuse } from './cache/reuse.ts'
import { saveEntry } from './cache/ways.ts'
import type { Inputs } from './inputs.ts'
import { make } from './make.ts'
import { type Plan, planOf } from './plan.ts'
import { writeProfile } from './profile.ts'
import { besideBase } from './record/base.ts'
import { type Origin, originOf } from './record/origin.ts'
import { begin, fail, finish, watched } from './record/record.ts'
import { trainingTracker } from './record/tracker.ts'
import { recordTrials } from './record/trials.ts'
import { planParts, trainPart } from './search/parts.ts'
import { search } from './search/search.ts'

/** Trains, or takes the model of an earlier run that depended on the very same things. */
export async function run(inputs: Inputs, out: string, context: Context): Promise<StageResult> {
  const evidence = await refuseFailedData(inputs.validation)
  // A tracker that cannot be is an error, before anything is taken from it.
  await trainingTracker(context)
  const { dataset, document } = await openData(inputs, context)
  try {
    const plan = await planOf(inputs, dataset, evidence, context)
    const origin = await originOf(context)
    if (inputs.command === 'plan') return await planParts(plan, out, context)
    if (inputs.command === 'trials') return await trainPart(plan, { origin, out, context })
    const found = document ?? datasetDocument(dataset, context.services.clock, configuredData(context.config))
    await writeDocument(path.join(out, 'dataset.json'), found)
    const made = (await reuse(plan, out, context)) ?? (await trainAnew(plan, origin, out, context))
    if (made.model === undefined) return failed(made)
    await writeCard({ model: made.model.document, run: made.run, dataset }, path.join(out, 'model'), context)
    const finished = await besideBase(made.run, plan, origin, out, context)
    return {
      verdict: 'pass',
      reason: finished.reason,
      documents: [made.model.document, finished],
      digest: made.model.document.sha256,
      outputs: { reused: String(finished.cache.reused) },
    }
  } finally {
    await dataset.close()
  }
}

/** There is no model; what there is says why. */
function failed({ run: document }: Failed): StageResult {
  const { reason, cache } = document
  return { verdict: 'fail', reason, documents: [document], digest: cache.key, outputs: { reused: 'false' } }
}

async function openData(inputs: Inputs, context: Context) {
  if (inputs.dataset === undefined || inputs.data !== undefined)
    return { dataset: await openSource(inputs, context), document: undefined }
  await expectConfigured(inputs.dataset, context.config)
  return reopenSource(inputs.dataset, context)
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

async function trainAnew(plan: Plan, origin: Origin, out: string, context: Context): Promise<Entry | Failed> {
  const nearest = await nearestRun(plan, origin, context)
  const begun = await begin(plan, { origin }, context)
  const { env } = begun.run
  const made = await watched(begun, async () => {
    const trained = await (plan.search
      ? search(plan, plan.search, { origin, out, context })
      : make(plan, origin, out, context, { ...(env && { env }) }))
    if (trained.model === undefined) return trained
    await writeProfile(plan.dataset, trained.model, out, context)
    await writeCard(
      { ...trained, model: trained.model.document, dataset: plan.dataset },
      path.join(out, 'model'),
      context,
    )
    return trained
  })
  const document = { ...made.run, cache: { ...made.run.cache, ...(nearest && { nearest }) } }
  if (made.model === undefined) return { run: await fail(begun, document, out) }
  const run = await finish(begun, document, out)
  await recordTrials(plan, run, origin, context)
  await saveEntry(plan.key, out, context)
  return { run, model: made.model }
}
