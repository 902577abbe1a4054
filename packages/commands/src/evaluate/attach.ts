import path from 'node:path'
import type { EvaluationDocument } from '@trainyard/evidence'
import { errorMessage, FaultError, InputError } from '@trainyard/ports'
import type { NewFile, RunDetails, Tracker } from '@trainyard/tracking'
import { type Context, exists } from '../core/context.ts'
import { trackerOf } from '../runs/tracker.ts'
import { type MadeModel, versionOf } from '../runs/version.ts'
import { originOf } from '../train/record/origin.ts'
import { answerFiles } from './rivals/stored.ts'

/** What is kept, where it is there: a model that came without a card has none. */
const kept = [...answerFiles, 'card.json', 'model-card.md'] as const

/**
 * Keeps an evaluation with the run that made its model. A model that passed on the recorded test rows becomes a version, and
 * the `candidate`. Models that no run is known of are judged all the same, and so they are where the tracker refuses.
 * @param model folder of the model, where it is one
 */
export async function attachEvaluation(
  document: EvaluationDocument,
  { model, out }: { readonly model: string | undefined; readonly out: string },
  context: Context,
): Promise<void> {
  try {
    const tracker = await trackerOf(context)
    const { model: sha256, verdict, dataset } = document
    const run = sha256 && (await runOf(sha256, tracker, context))
    if (!run) return
    const handle = await tracker.resume(run.id)
    await handle.attach([...(await missingModel(run, model)), ...(await filesIn(out, kept))])
    await handle.tag({ verdict })
    const made = { model: context.config.name, run: run.id, sha256 }
    if (verdict === 'pass' && dataset !== undefined) await nominate(made, tracker, context)
  } catch (error) {
    if (!(error instanceof InputError || error instanceof FaultError)) throw error
    context.services.log.warning(`the evaluation is not kept with its run: ${errorMessage(error)}`)
  }
}

async function runOf(model: string, tracker: Tracker, { config }: Context): Promise<RunDetails | undefined> {
  const [run] = await tracker.runs({ name: config.name, model, status: 'finished', atMost: 1 })
  return run && tracker.run(run.id)
}

/** The model's files, where the run was recorded on another machine and its model stayed there. */
async function missingModel({ files }: RunDetails, model: string | undefined): Promise<readonly NewFile[]> {
  if (model === undefined || files.some(({ file }) => file === 'model/model.onnx')) return []
  const found = await filesIn(model, ['model.onnx', 'model.json'])
  return found.length === 2 ? found.map(({ file, from }) => ({ file: `model/${file}`, from })) : []
}

async function filesIn(folder: string, names: readonly string[]): Promise<readonly NewFile[]> {
  const files = names.map((file) => ({ file, from: path.join(folder, file) }))
  const found = await Promise.all(files.map(({ from }) => exists(from)))
  return files.filter((_, at) => found[at])
}

async function nominate(made: MadeModel, tracker: Tracker, context: Context): Promise<void> {
  const { model } = made
  const { version, aliases } = await versionOf(made, tracker)
  if (aliases.includes('candidate')) return
  const { by } = await originOf(context)
  await tracker.alias({ model, alias: 'candidate', version, by })
}
