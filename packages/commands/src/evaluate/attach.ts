import path from 'node:path'
import type { EvaluationDocument } from '@trainyard/evidence'
import type { Context } from '../core/context.ts'
import { trackerOf } from '../core/tracker.ts'
import { versionOf } from '../runs/version.ts'
import { originOf } from '../train/record/origin.ts'

/**
 * Keeps an evaluation with the run that made its model. A model that passed on the recorded test rows
 * becomes a version, and the `candidate`.
 * Models that no run is known of are judged all the same.
 */
export async function attachEvaluation(document: EvaluationDocument, out: string, context: Context): Promise<void> {
  if (document.model === undefined) return
  const tracker = await trackerOf(context)
  const { name } = context.config
  const [run] = await tracker.runs({ name, model: document.model, status: 'finished', atMost: 1 })
  if (run === undefined) return
  const handle = await tracker.resume(run.id)
  await handle.attach([{ file: 'evaluation.json', from: path.join(out, 'evaluation.json') }])
  await handle.tag({ verdict: document.verdict })
  if (document.verdict !== 'pass' || document.dataset === undefined) return
  const version = await versionOf({ model: name, run: run.id, sha256: document.model }, tracker)
  if (version.aliases.includes('candidate')) return
  const { by } = await originOf(context)
  await tracker.alias({ model: name, alias: 'candidate', version: version.version, by })
}
