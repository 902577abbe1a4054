import path from 'node:path'
import { type RunDocument, writeDocument } from '@trainyard/evidence'
import { errorMessage } from '@trainyard/ports'
import type { NewRun, RunHandle } from '@trainyard/tracking'
import { type Context, exists } from '../../core/context.ts'
import { entryFiles } from '../cache/entry.ts'
import type { Plan } from '../plan.ts'
import { type Origin, originTags } from './origin.ts'
import { trainingTracker } from './tracker.ts'

/** A training that the tracker knows of. */
export interface Begun {
  /** Name of the tracker. */
  readonly tracker: string
  readonly run: RunHandle
}

interface From {
  readonly origin: Origin
  /** Id of the run that this one is a part of. */
  readonly parent?: string
  /** Beside those that tell where it comes from. */
  readonly tags?: Readonly<Record<string, string>>
}

/** Tells the tracker of a training before it begins, so that a command can log to the same run. */
export async function begin(plan: Plan, from: From, context: Context): Promise<Begun> {
  const tracker = await trainingTracker(context)
  return { tracker: tracker.name, run: await tracker.start(newRun(plan, from, context.config.name)) }
}

/** Does what the training is, and tells the tracker where it fails. */
export async function watched<T>({ run }: Begun, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await run.end({ status: 'failed', reason: firstSentence(errorMessage(error)) })
    throw error
  }
}

/** Further lines may be the command's own output. */
function firstSentence(message: string): string {
  const [line = ''] = message.split('\n')
  return line.replace(/ Its last lines:$/, '')
}

/**
 * Keeps a finished training in the tracker: parameters, metrics by step, where it comes from, and its files.
 * @param out folder with `model/`, `profile.json` and `run.json`, which is written again with its place in the tracker
 */
export async function finish({ tracker, run }: Begun, document: RunDocument, out: string): Promise<RunDocument> {
  const recorded: RunDocument = { ...document, tracked: placeOf({ tracker, run }) }
  await writeDocument(path.join(out, 'run.json'), recorded)
  await run.log(document.metrics)
  await run.attach((await filesOf(out)).map((file) => ({ file, from: path.join(out, file) })))
  const { model, parameters, environment, reason } = document
  await run.end({ status: 'finished', ...(model !== undefined && { model }), parameters, environment, reason })
  return recorded
}

/** Keeps a training that made no model which may be used: how it went, and why not. */
export async function fail({ tracker, run }: Begun, document: RunDocument, out: string): Promise<RunDocument> {
  const recorded = { ...document, tracked: placeOf({ tracker, run }) }
  await writeDocument(path.join(out, 'run.json'), recorded)
  await run.log(document.metrics)
  await run.attach([{ file: 'run.json', from: path.join(out, 'run.json') }])
  const { parameters, environment, reason } = document
  await run.end({ status: 'failed', parameters, environment, reason })
  return recorded
}

function placeOf({ tracker, run }: Begun): NonNullable<RunDocument['tracked']> {
  return { in: tracker, run: run.id, ...(run.url !== undefined && { url: run.url }) }
}

/** What the next training may take, and what this one was trained on. */
async function filesOf(out: string): Promise<readonly string[]> {
  const dataset = (await exists(path.join(out, 'dataset.json'))) ? ['dataset.json'] : []
  return [...(await entryFiles(out)), ...dataset]
}

/** A run as the tracker begins it. */
export function newRun(plan: Plan, { origin, parent, tags }: From, name: string): NewRun {
  const { params, preimage, key, inputs, dataset } = plan
  return {
    name,
    ...(parent !== undefined && { parent }),
    facts: {
      trainer: inputs.run ?? 'built-in',
      parameters: params,
      seed: inputs.seed,
      cache: { key, preimage },
      dataset: dataset.sha256,
      ...(origin.commit !== undefined && { commit: origin.commit }),
    },
    tags: { ...originTags(origin), ...tags },
  }
}
