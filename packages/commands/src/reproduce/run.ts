import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Dataset } from '@trainyard/dataset'
import type { CacheChange, RunDocument } from '@trainyard/evidence'
import { type ModelPackage, readModelPackage } from '@trainyard/model'
import { InputError, writeFileAtomic } from '@trainyard/ports'
import { changeLines, parityText } from '@trainyard/report'
import type { RunDetails, Tracker } from '@trainyard/tracking'
import { preimageChanges, type TrainedModel, type UnequalModel } from '@trainyard/training'
import type { Context } from '../core/context.ts'
import { openSource, reopenSource } from '../core/data/data.ts'
import type { StageResult } from '../core/result.ts'
import { documentOf } from '../runs/documents.ts'
import { findRun } from '../runs/find.ts'
import { trackerOf } from '../runs/tracker.ts'
import { runEnvironment } from '../train/environment.ts'
import { fit } from '../train/fit.ts'
import type { Plan } from '../train/plan.ts'
import { answersApart, type Distance } from './answers.ts'
import type { Inputs } from './inputs.ts'
import { recordedPlan } from './recorded.ts'

/** Trains a recorded run again, and compares what comes out with what came out then. */
export async function run(inputs: Inputs, out: string, context: Context): Promise<StageResult> {
  const tracker = await trackerOf(context)
  const tracked = await findRun(inputs.tracked, context.config.name, tracker)
  const recorded = await recordedRun(tracked, tracker)
  const before = await recordedModel(tracked, tracker, path.join(out, 'recorded'))
  const dataset = await openData(inputs, context)
  try {
    const plan = await recordedPlan(recorded, dataset, context)
    const trained = expectEqual(await fit(plan, path.join(out, 'model'), [], context))
    const distance = await distanceOf(dataset, [before, trained.model], inputs.tolerance, context)
    return await told(tracked.id, { distance, changes: changesSince(recorded, plan, trained) }, trained.model, out)
  } finally {
    await dataset.close()
  }
}

/** @throws InputError where the converted model is not what was trained */
function expectEqual(trained: TrainedModel | UnequalModel): TrainedModel {
  if (trained.model) return trained
  const { cause } = trained.parity
  throw new InputError(parityText(trained) ?? trained.summary, { ...(cause !== undefined && { remedy: cause }) })
}

async function openData(inputs: Inputs, context: Context): Promise<Dataset> {
  if (inputs.dataset === undefined || inputs.data !== undefined) return openSource(inputs, context)
  return (await reopenSource(inputs.dataset, context)).dataset
}

async function recordedRun({ id }: RunDetails, tracker: Tracker): Promise<RunDocument> {
  const found = await documentOf('run', id, tracker)
  if (found) return found
  throw new InputError(`run ${id} has no run.json`, { remedy: 'Name a run that trainyard train recorded.' })
}

async function recordedModel({ id, files }: RunDetails, tracker: Tracker, into: string): Promise<ModelPackage> {
  await mkdir(into)
  for (const file of files.map((kept) => kept.file).filter((name) => name.startsWith('model/')))
    await tracker.fetch(id, file, path.join(into, file.replace('model/', '')))
  return readModelPackage(into)
}

/** Undefined where the models are the same bytes. */
async function distanceOf(
  dataset: Dataset,
  models: readonly [ModelPackage, ModelPackage],
  tolerance: number,
  context: Context,
): Promise<Distance | undefined> {
  const [before, after] = models
  if (before.document.sha256 === after.document.sha256) return undefined
  return answersApart(dataset, models, tolerance, context)
}

/** What is not as it was: entries of the pre-image, and of the environment that the run wrote down. */
function changesSince(recorded: RunDocument, plan: Plan, trained: TrainedModel): readonly CacheChange[] {
  const { commit: _then, ...before } = recorded.environment
  const environment = preimageChanges(before, runEnvironment(trained))
  const known = new Set(environment.map(({ name }) => name))
  const searched = new Set(Object.keys(recorded.search?.trials[0]?.parameters ?? {}).map((name) => `params.${name}`))
  const own = (name: string) => known.has(name) || searched.has(name) || name.startsWith('search.')
  return [...preimageChanges(recorded.cache.preimage, plan.preimage).filter(({ name }) => !own(name)), ...environment]
}

interface Found {
  readonly distance: Distance | undefined
  readonly changes: readonly CacheChange[]
}

async function told(run: string, { distance, changes }: Found, model: ModelPackage, out: string): Promise<StageResult> {
  const result = distance === undefined ? 'bit-equal' : distance.differing === 0 ? 'prediction-equal' : 'different'
  const reason = `run ${run} trained again: ${result}${distance ? `, ${distanceText(distance)}` : ''}`
  const { sha256 } = model.document
  const facts = { run, result, ...(distance && { distance }), model: sha256, changes }
  await writeFileAtomic(path.join(out, 'reproduction.json'), `${JSON.stringify(facts, null, 2)}\n`)
  const since = changeLines(changes).map((line) => `differs: ${line}`)
  const unknown = result !== 'bit-equal' && changes.length === 0 ? ['nothing that is known differs'] : []
  return {
    verdict: result === 'different' ? 'fail' : 'pass',
    reason,
    documents: [],
    digest: sha256,
    lines: [reason, ...since, ...unknown],
    outputs: { result, difference: String(distance?.greatest ?? 0) },
  }
}

function distanceText({ rows, differing, greatest }: Distance): string {
  const most = `greatest difference ${greatest === 0 ? '0' : greatest.toExponential(1)}`
  return differing === 0 ? `${most} in ${rows} rows` : `${differing} of ${rows} rows differ, ${most}`
}
