import { mkdtempSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type DataSource, type Dataset, openDataset } from '@trainyard/dataset'
import { type ModelPackage, openPredictorInProcess, type Predictor } from '@trainyard/model'
import { seededRandom } from '@trainyard/ports'
import type { TrainRequest } from '../types.ts'
import { services } from './services.ts'

/** Where the tests of one file write. */
export const folder = mkdtempSync(path.join(tmpdir(), 'training-'))
export const header = 'x,big,colour,flag,day,y'

const runtime = createRequire(import.meta.url).resolve('onnxruntime-node')
const opened: Dataset[] = []
let made = 0

/** A path in the folder that was not there before. */
export function fresh(name: string): string {
  made += 1
  return path.join(folder, `${made}-${name}`)
}

/** Writes lines as a CSV file and opens it; the last column, `y`, is the target. */
export async function table(lines: readonly string[], more: Partial<DataSource> = {}): Promise<Dataset> {
  const dataset = await openDataset({ base: folder, train: [csv(lines)], target: 'y', ...more }, services)
  opened.push(dataset)
  return dataset
}

/** Writes lines as a CSV file. @returns its name in the folder */
export function csv(lines: readonly string[]): string {
  const file = fresh('data.csv')
  writeFileSync(file, `${lines.join('\n')}\n`)
  return path.basename(file)
}

export async function closeTables(): Promise<void> {
  await Promise.all(opened.splice(0).map((dataset) => dataset.close()))
}

export function open(model: ModelPackage): Promise<Predictor> {
  return openPredictorInProcess(model, { runtime })
}

export function request(dataset: Dataset, more: Partial<TrainRequest> = {}): TrainRequest {
  const out = fresh('model')
  const settled = { name: 'test', target: 'y', params: {}, seed: 7, folder, env: [], inputs: [] }
  return { ...settled, dataset, datasetDigest: dataset.sha256, out, open, ...more }
}

/** Two numbers, a colour in several scripts, a flag and a date; some of them missing. */
export function rows(count: number, label: (x: number, colour: string) => string, seed = 3): string[] {
  const random = seededRandom(seed)
  const colours = ['rot', 'grün', '青', 'a "b"', "o'c"]
  return Array.from({ length: count }, () => {
    const x = random() * 10
    const colour = colours[Math.floor(random() * colours.length)] ?? ''
    const shown = random() < 0.1 ? '' : x.toFixed(3)
    const quoted = random() < 0.1 ? '' : `"${colour.replaceAll('"', '""')}"`
    const day = `2024-01-${String(1 + Math.floor(x)).padStart(2, '0')}`
    return [shown, 2 ** 40 + Math.round(x * 1000), quoted, x > 5, day, label(x, colour)].join(',')
  })
}
