import path from 'node:path'
import { type BaseRun, type RunDocument, writeDocument } from '@trainyard/evidence'
import { preimageChanges } from '@trainyard/training'
import type { Context } from '../../core/context.ts'
import { documentOf } from '../../runs/documents.ts'
import { restoreLatest, saveLatest } from '../cache/latest.ts'
import type { Plan } from '../plan.ts'
import type { Origin } from './origin.ts'
import { trainingTracker } from './tracker.ts'

/**
 * Puts the base branch's last run into the document of a pull request's, and leaves the run for others to find.
 * @param out folder whose `run.json` is written again
 */
export async function besideBase(
  run: RunDocument,
  plan: Plan,
  { branch, base }: Origin,
  out: string,
  context: Context,
): Promise<RunDocument> {
  const file = path.join(out, 'run.json')
  if (branch !== undefined) await leaveLatest(run, branch, file, context)
  const other = base === undefined ? undefined : await lastOf(base, context)
  if (base === undefined || other === undefined) return run
  const document: RunDocument = { ...run, base: shown(base, other, plan) }
  await writeDocument(file, document)
  return document
}

async function leaveLatest(run: RunDocument, branch: string, file: string, context: Context): Promise<void> {
  const latest = await restoreLatest(branch, context)
  if (latest?.cache.key !== run.cache.key) await saveLatest(branch, file, context)
}

/** The last finished run of a branch: in the tracker, else in GitHub's cache. */
async function lastOf(branch: string, context: Context): Promise<RunDocument | undefined> {
  const tracker = await trainingTracker(context)
  const runs = await tracker.runs({ name: context.config.name, status: 'finished' })
  const last = runs.find(({ tags, parent }) => tags['branch'] === branch && parent === undefined)
  return (last && (await documentOf('run', last.id, tracker))) ?? restoreLatest(branch, context)
}

function shown(branch: string, run: RunDocument, plan: Plan): BaseRun {
  const { createdAt, model, parameters, metrics, validation, cache, environment } = run
  return {
    branch,
    createdAt,
    ...(environment['commit'] !== undefined && { commit: environment['commit'] }),
    ...(model !== undefined && { model }),
    parameters,
    metrics,
    ...(validation && { validation }),
    changes: preimageChanges(cache.preimage, plan.preimage),
  }
}
