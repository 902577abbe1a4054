import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { type Engine, openEngine, sql } from '@trainyard/dataset'
import type { MeasuredCustom, SideValues } from '@trainyard/evaluation'
import { isCode } from '@trainyard/ports'
import { type PredictionTable, writePredictions } from '@trainyard/predictions'
import { filteredEnvironment, startCommand } from '@trainyard/training'
import type { Context } from '../../core/context.ts'
import { type CommandMetric, type Result, readResult } from './result.ts'

/** Runs each command once for the candidate and once for the champion, however many metrics it gives. */
export async function runAll(
  metrics: readonly CommandMetric[],
  table: PredictionTable,
  context: Context,
): Promise<readonly MeasuredCustom[]> {
  const { champion, ...candidate } = table
  const measured: MeasuredCustom[] = []
  const engine = await openEngine(context.services)
  try {
    for (const command of new Set(metrics.map(commandOf))) {
      const together = metrics.filter((metric) => commandOf(metric) === command)
      const own = await runOnce(together, candidate, engine, context)
      const rival = champion && (await runOnce(together, { ...withoutScores(candidate), ...champion }, engine, context))
      measured.push(...together.map((metric) => measuredBy(metric, own, rival)))
    }
    return measured
  } finally {
    await engine.close()
  }
}

/** Two metrics of the same command in the same surroundings are of one run. */
function commandOf({ run, env, format, timeoutMs }: CommandMetric): string {
  return JSON.stringify([run, env, format, timeoutMs])
}

function withoutScores({ probabilities: _, ...table }: PredictionTable): PredictionTable {
  return table
}

async function runOnce(
  metrics: readonly CommandMetric[],
  table: PredictionTable,
  engine: Engine,
  { config, services }: Context,
): Promise<ReadonlyMap<string, Result>> {
  const [first] = metrics
  if (first === undefined) return new Map()
  const { run, env, format, timeoutMs, at } = first
  const predictions = await filesOf(table, format, engine)
  const result = path.join(engine.folder, 'result.json')
  await rm(result, { force: true })
  const environment = {
    ...filteredEnvironment(services.env, env),
    TRAINYARD_PREDICTIONS: predictions,
    TRAINYARD_RESULT: result,
  }
  const place = { ...at, key: `${at.key ?? 'evaluate.metrics'}.run` }
  await startCommand({ words: run, at: place, folder: config.folder, timeoutMs }, environment, services)
  const text = await readFile(result, 'utf8').catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  })
  return readResult(text, metrics, table.rows)
}

/** Labels and one model's answers, as a file of its own for each run. */
async function filesOf(table: PredictionTable, format: CommandMetric['format'], engine: Engine): Promise<string> {
  const parquet = path.join(engine.folder, 'judged.parquet')
  await writePredictions(parquet, table, engine)
  if (format === 'parquet') return parquet
  const csv = path.join(engine.folder, 'judged.csv')
  await engine.run(sql`COPY (SELECT * FROM read_parquet(${parquet})) TO ${csv} (FORMAT csv, HEADER)`)
  return csv
}

function measuredBy(
  { name, better, run }: CommandMetric,
  own: ReadonlyMap<string, Result>,
  rival: ReadonlyMap<string, Result> | undefined,
): MeasuredCustom {
  const [candidate, champion] = [own.get(name), rival?.get(name)]
  const source = run.join(' ')
  const whole = [candidate, champion].some((result) => typeof result === 'number')
  const side = (result: Result | undefined): SideValues | undefined =>
    result === undefined
      ? undefined
      : whole
        ? { rows: [], whole: { value: meanOf(result) } }
        : { rows: [[name, numbersOf(result)]] }
  const others = side(champion)
  const metric = whole
    ? { name, better, source, estimateOnly: 'the command gave one number and none for each row, an estimate only' }
    : { name, better, source, formula: meanFormula(name) }
  return { metric, candidate: side(candidate) ?? { rows: [] }, ...(others && { champion: others }) }
}

function meanFormula(name: string) {
  return { kind: '/', left: { kind: 'sum', of: name }, right: { kind: 'rows' } } as const
}

function meanOf(result: Result): number {
  return typeof result === 'number' ? result : result.reduce((sum, value) => sum + value, 0) / result.length
}

function numbersOf(result: Result): Float64Array {
  return typeof result === 'number' ? new Float64Array() : result
}
