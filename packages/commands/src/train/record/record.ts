import path from 'node:path'
import { type RunDocument, writeDocument } from '@trainyard/evidence'
import type { NewRun } from '@trainyard/tracking'
import type { Context } from '../../core/context.ts'
import { trackerOf } from '../../core/tracker.ts'
import { entryFiles } from '../cache/entry.ts'
import type { Plan } from '../plan.ts'
import { type Origin, originTags } from './origin.ts'

/**
 * Keeps a finished training in the tracker: parameters, metrics by step, where it comes from, and its files.
 * @param out folder with `model/`, `profile.json` and `run.json`, which is written again with its place in the tracker
 * @param parent id of the run that this one is a part of
 */
export async function record(
  plan: Plan,
  document: RunDocument,
  out: string,
  { origin, parent }: { readonly origin: Origin; readonly parent?: string },
  context: Context,
): Promise<RunDocument> {
  const tracker = await trackerOf(context)
  const run = await tracker.start(newRun(plan, document, origin, context.config.name, parent))
  const tracked = { in: tracker.name, run: run.id, ...(run.url !== undefined && { url: run.url }) }
  const recorded: RunDocument = { ...document, tracked }
  await writeDocument(path.join(out, 'run.json'), recorded)
  await run.log(document.metrics)
  await run.attach((await entryFiles(out)).map((file) => ({ file, from: path.join(out, file) })))
  const { model, parameters, environment, reason } = document
  await run.end({ status: 'finished', model, parameters, environment, reason })
  return recorded
}

/** A run as the tracker begins it. */
export function newRun(
  plan: Plan,
  { trainer }: Pick<RunDocument, 'trainer'>,
  origin: Origin,
  name: string,
  parent?: string,
): NewRun {
  const { params, preimage, key, inputs, dataset } = plan
  return {
    name,
    ...(parent !== undefined && { parent }),
    facts: {
      trainer,
      parameters: params,
      seed: inputs.seed,
      cache: { key, preimage },
      dataset: dataset.sha256,
      ...(origin.commit !== undefined && { commit: origin.commit }),
    },
    tags: originTags(origin),
  }
}
