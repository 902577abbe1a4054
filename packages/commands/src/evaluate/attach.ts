import path from 'node:path'
import type { EvaluationDocument } from '@trainyard/evidence'
import { type Context, exists } from '../core/context.ts'
import { trackerOf } from '../runs/tracker.ts'
import { versionOf } from '../runs/version.ts'
import { originOf } from '../train/record/origin.ts'

/** What is kept, where it is there: a model that came without a card has none. */
const kept = ['evaluation.json', 'card.json', 'model-card.md'] as const

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
  const found = await Promise.all(kept.map((file) => exists(path.join(out, file))))
  await handle.attach(kept.filter((_, at) => found[at]).map((file) => ({ file, from: path.join(out, file) })))
  await handle.tag({ verdict: document.verdict })
  if (document.verdict !== 'pass' || document.dataset === undefined) return
  const version = await versionOf({ model: name, run: run.id, sha256: document.model }, tracker)
  if (version.aliases.includes('candidate')) return
  const { by } = await originOf(context)
  await tracker.alias({ model: name, alias: 'candidate', version: version.version, by })
}
