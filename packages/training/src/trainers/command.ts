import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { type Dataset, identifier, join, literal, sql } from '@trainyard/dataset'
import { commandEnvironment } from '../command/environment.ts'
import { readMetrics } from '../command/metrics.ts'
import { packLeftModel } from '../command/model.ts'
import { runCommand } from '../command/process.ts'
import type { TrainedModel, Trainer, TrainRequest, TrainServices } from '../types.ts'

/** The user's own command, by the contract of docs/reference/train-command.md. */
export const command: Trainer = {
  name: 'command',
  takes: ({ run }) => run !== undefined,
  train: trainByCommand,
}

async function trainByCommand(request: TrainRequest, services: TrainServices): Promise<TrainedModel> {
  // The engine's own folder is the only one it may write, and it is removed with the engine.
  const folder = path.join(request.dataset.engine.folder, 'command')
  const out = path.join(folder, 'out')
  await mkdir(out, { recursive: true })
  const facts = {
    train: await exportSplit(request.dataset, 'train', folder),
    validation: await exportSplit(request.dataset, 'validation', folder),
    out,
    params: request.params,
    paramsFile: path.join(folder, 'params.json'),
    metricsFile: path.join(folder, 'metrics.jsonl'),
    target: request.target,
    seed: request.seed,
    threads: availableParallelism(),
  }
  await writeFile(facts.paramsFile, JSON.stringify(request.params))
  await runCommand(request, commandEnvironment(services.env, request.env, facts), services)
  const metrics = await readMetrics(facts.metricsFile)
  const model = await packLeftModel(request, out, services.clock)
  return {
    model,
    summary: summaryOf(request, metrics),
    parameters: request.params,
    environment: { command: request.run ?? '' },
    metrics,
  }
}

/** Writes a share as Parquet, without the columns that are only ours. */
async function exportSplit(
  { engine, table, columns }: Dataset,
  split: 'train' | 'validation',
  folder: string,
): Promise<string> {
  const file = path.join(folder, `${split}.parquet`)
  const kept = new Set(columns.filter(({ role }) => role !== 'ignore').map(({ name }) => name))
  const dropped = columns.filter(({ name }) => !kept.has(name)).map(({ name }) => name)
  const own = ['rowNumber', 'rowFile', 'rowInFile', 'rowSplit', ...dropped]
  await engine.run(
    sql`COPY (SELECT * EXCLUDE ${names(own)} FROM ${table} WHERE "rowSplit" = ${split}) TO ${literal(file)} (FORMAT parquet)`,
  )
  return file
}

function names(all: readonly string[]) {
  return sql`(${join(all.map(identifier))})`
}

function summaryOf({ run = '' }: TrainRequest, metrics: TrainedModel['metrics']): string {
  const last = metrics.at(-1)
  return last === undefined ? run : `${run}, ${last.name} ${last.value.toPrecision(3)}`
}
