import path from 'node:path'
import { predictDataset } from '@trainyard/evaluation'
import type { Target } from '@trainyard/evidence'
import type { ModelPackage } from '@trainyard/model'
import { InputError } from '@trainyard/ports'
import type { PredictionTable, RivalAnswers } from '@trainyard/predictions'
import type { RunDetails, Tracker } from '@trainyard/tracking'
import type { Context } from '../../core/context.ts'
import { openBatchPredictor } from '../../core/native.ts'
import { findRun } from '../../runs/find.ts'
import { trackerOf } from '../../runs/tracker.ts'
import type { Judged, Ran } from '../judged.ts'
import { fetchModel } from './fetch.ts'
import { answerFiles, besides, storedAnswers } from './stored.ts'

/**
 * Puts the answers of runs beside the candidate's, for rules such as `accuracy >= run:latest - 0.01`: those that were kept with
 * the run where they are of the same rows, else the run's model is fetched and asked.
 * @param names as the rules call the runs: `run:latest`
 * @throws InputError where there is no such run, or it has no model
 */
export async function withRuns(judged: Judged, names: readonly string[], context: Context): Promise<Judged> {
  if (names.length === 0) return judged
  const { ran } = judged
  if (ran === undefined)
    throw new InputError(`a rule compares with ${names[0]}, and no model was run`, {
      at: { file: 'trainyard.yml', key: 'evaluate.gates' },
      remedy: 'Give a model and rows. Of predictions made elsewhere: champion-predictions.',
    })
  const found = await findRuns(names, context)
  const table = await beside(judged.table, found, (run) => answersOf(run, { ...judged, ran }, context))
  const inputs = found.map(({ run, sha256 }) => ({ kind: 'champion', name: `run ${run.id}`, sha256 }) as const)
  const ask: Ran['ask'] = async (split, champion) =>
    beside(await ran.ask(split, champion), found, async (run) =>
      asked(await modelOf(run, context), { ...ran, split }, judged.target, context),
    )
  return { ...judged, table, inputs: [...judged.inputs, ...inputs], ran: { ...ran, ask } }
}

async function findRuns(names: readonly string[], context: Context): Promise<readonly FoundRun[]> {
  const tracker = await trackerOf(context)
  const found: FoundRun[] = []
  for (const name of names) {
    const run = await findRun(name.slice('run:'.length), context.config.name, tracker)
    found.push({ name, run, sha256: expectModel(run), tracker })
  }
  return found
}

async function beside(
  table: PredictionTable,
  found: readonly FoundRun[],
  answers: (run: FoundRun) => Promise<PredictionTable>,
): Promise<PredictionTable> {
  const runs = new Map<string, RivalAnswers>()
  for (const run of found) runs.set(run.name, besides(table, await answers(run), run.name))
  return { ...table, runs }
}

interface FoundRun {
  /** As rules call it. */
  readonly name: string
  readonly run: RunDetails
  readonly sha256: string
  readonly tracker: Tracker
}

function expectModel({ id, model }: RunDetails): string {
  if (model !== undefined) return model
  throw new InputError(`run ${id} has no model to compare with`, { remedy: 'See the runs: trainyard runs' })
}

async function answersOf(
  found: FoundRun,
  { data, ran, target }: Judged & { readonly ran: Ran },
  context: Context,
): Promise<PredictionTable> {
  const { run, sha256, tracker } = found
  const folder = folderOf(found, context)
  const kept = await Promise.all(answerFiles.map((file) => tracker.fetch(run.id, file, path.join(folder, file))))
  const stored = kept.every(Boolean) ? await storedAnswers(folder, { model: sha256, data }, context) : undefined
  if (stored === undefined) return asked(await modelOf(found, context), ran, target, context)
  context.services.log.info(`run ${run.id}: its answers to these rows are stored`)
  return stored
}

function modelOf(found: FoundRun, context: Context): Promise<ModelPackage> {
  const { run, sha256, tracker } = found
  return fetchModel({ run: run.id, name: `run ${run.id}`, sha256 }, tracker, folderOf(found, context))
}

function folderOf({ run }: FoundRun, { state }: Context): string {
  return path.join(state, 'runs', run.id)
}

async function asked(
  model: ModelPackage,
  { dataset, split }: Pick<Ran, 'dataset' | 'split'>,
  target: Target,
  context: Context,
) {
  const predictor = await openBatchPredictor(model, context)
  try {
    return await predictDataset({ dataset, split, target, predictor, log: context.services.log })
  } finally {
    await predictor.close()
  }
}
