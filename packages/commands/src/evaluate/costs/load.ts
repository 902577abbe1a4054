import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Measurement, measureLoad } from '@trainyard/deployment'
import type { CostFacts } from '@trainyard/evaluation'
import { type CostsResult, type Target, writeDocument } from '@trainyard/evidence'
import type { ModelPackage } from '@trainyard/model'
import { locate } from '@trainyard/native'
import type { Context } from '../../core/context.ts'
import type { Ran } from '../judged.ts'
import { chooseRows } from './rows.ts'

/** What asking the servers told. */
export interface MeasuredLoad {
  readonly candidate: CostFacts
  readonly champion?: CostFacts
  readonly load: NonNullable<CostsResult['load']>
}

/** Requests that nobody measures: code is compiled, and caches fill, during the first ones. */
const warmUp = 100

/** Serves the model, and the champion beside it, by the program that goes into the image, and asks both in turns. */
export async function serveInTurns(ran: Ran, target: Target, context: Context): Promise<MeasuredLoad> {
  const { config, services } = context
  const { seed } = config.train
  const { requests, atMostMs: limitMs } = config.evaluate.load
  const models = [ran.model, ...(ran.champion ? [ran.champion] : [])]
  const rows = await chooseRows(ran, target, seed)
  const { entry } = await locate('onnxruntime', services)
  services.log.progress(`asking ${models.length === 1 ? 'the server' : 'both servers'} ${requests} times`)
  const start = services.clock.elapsed()
  const [candidate, champion] = await withFolders(models, (folders) =>
    measureLoad(
      {
        models: folders.map((folder, at) => ({
          name: `${at}`,
          folder,
          rows: rows.map((of) => of(models[at] ?? ran.model)),
        })),
        ...{ requests, warmUp, limitMs, seed },
        node: process.execPath,
        program: path.join(services.dist, 'server', 'index.js'),
        runtime: path.dirname(entry),
      },
      services,
    ),
  )
  const seconds = (services.clock.elapsed() - start) / 1000
  const waits = [candidate, champion].flatMap((one) => one?.waited ?? [])
  const waited = waits.length > 0 && { waited: Math.max(...waits) }
  const load = { requests: candidate?.latencies.length ?? 0, warmUp, rows: rows.length, seed, seconds, ...waited }
  return { candidate: facts(candidate), ...(champion && { champion: facts(champion) }), load }
}

function facts({ latencies, memory, waited }: Partial<Measurement> = {}): CostFacts {
  return { ...(latencies && { latencies }), ...(memory && { memory }), ...(waited !== undefined && { waited }) }
}

/** A folder a model as the server wants it, whichever way the model was given. */
async function withFolders<T>(models: readonly ModelPackage[], work: (folders: readonly string[]) => Promise<T>) {
  const folders = await Promise.all(models.map(() => mkdtemp(path.join(tmpdir(), 'trainyard-served-'))))
  try {
    for (const [at, folder] of folders.entries()) await lay(models[at], folder)
    return await work(folders)
  } finally {
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
  }
}

async function lay(model: ModelPackage | undefined, folder: string): Promise<void> {
  if (model === undefined) return
  await copyFile(model.onnx, path.join(folder, 'model.onnx'))
  await writeDocument(path.join(folder, 'model.json'), model.document)
}
