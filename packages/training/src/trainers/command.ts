import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { targetText } from '@trainyard/evidence'
import { type CommandFacts, commandEnvironment } from '../command/environment.ts'
import { readMetrics } from '../command/metrics.ts'
import { packLeftModel } from '../command/model.ts'
import { runCommand } from '../command/process.ts'
import { writeShare } from '../command/shares.ts'
import type { TrainedModel, Trainer, TrainRequest, TrainServices, UnequalModel } from '../types.ts'

/** The user's own command, by the contract of docs/reference/train-command.md. */
export const command: Trainer = {
  name: 'command',
  takes: ({ run }) => run !== undefined,
  train: trainByCommand,
}

async function trainByCommand(request: TrainRequest, services: TrainServices): Promise<TrainedModel | UnequalModel> {
  // The engine's own folder is the only one it may write, and it is removed with the engine.
  const folder = await mkdtemp(path.join(request.dataset.engine.folder, 'command-'))
  const facts = await prepare(request, folder)
  await runCommand(request, commandEnvironment(services.env, request, facts), services)
  const metrics = await readMetrics(facts.metricsFile)
  const work = await mkdtemp(path.join(folder, 'conversion-'))
  const { environment, ...packed } = await packLeftModel(request, { out: facts.out, work }, services)
  return {
    ...packed,
    summary: summaryOf(request, metrics),
    parameters: request.params,
    environment: { command: request.run ?? '', ...environment },
    metrics,
  }
}

/** Lays out all that the contract promises the command. The test share is not among it. */
async function prepare(request: TrainRequest, folder: string): Promise<CommandFacts> {
  const { dataset, params, seed, format = 'parquet' } = request
  const out = path.join(folder, 'out')
  const paramsFile = path.join(folder, 'params.json')
  await mkdir(out)
  await writeFile(paramsFile, JSON.stringify(params))
  const train = await writeShare(dataset, 'train', folder, format)
  const validation = await writeShare(dataset, 'validation', folder, format)
  const metricsFile = path.join(folder, 'metrics.jsonl')
  const threads = request.threads ?? availableParallelism()
  return {
    train,
    validation,
    format,
    out,
    params,
    paramsFile,
    metricsFile,
    target: targetText(request.target),
    seed,
    threads,
  }
}

function summaryOf({ run = '' }: TrainRequest, metrics: TrainedModel['metrics']): string {
  const last = metrics.at(-1)
  return last === undefined ? run : `${run}, ${last.name} ${last.value.toPrecision(3)}`
}
