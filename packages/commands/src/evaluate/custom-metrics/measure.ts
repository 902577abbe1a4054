import type { Config, MetricConfig } from '@trainyard/config'
import { openEngine } from '@trainyard/dataset'
import type { CustomFacts, MeasuredCustom, SideValues } from '@trainyard/evaluation'
import type { Position } from '@trainyard/ports'
import type { PredictionTable } from '@trainyard/predictions'
import type { Context } from '../../core/context.ts'

/** Metrics of the user's own, by name, and where each is written. */
export interface OwnMetrics {
  readonly metrics: Config['evaluate']['metrics']
  readonly placeOf: (name: string) => Position
}

/**
 * Measures them on labels and answers; nothing where there are none.
 * @throws InputError for what cannot be computed
 */
export async function measureOwn(
  table: PredictionTable,
  { metrics, placeOf }: OwnMetrics,
  context: Context,
): Promise<CustomFacts | undefined> {
  const asked = Object.entries(metrics).map(([name, metric]) => ({ name, metric, at: placeOf(name) }))
  if (asked.length === 0) return undefined
  const queries = asked.flatMap(({ metric, ...rest }) => ('sql' in metric ? [{ ...metric, ...rest }] : []))
  const commands = asked.flatMap(({ metric, ...rest }) => ('run' in metric ? [{ ...metric, ...rest }] : []))
  const ofCommands = commands.length === 0 ? [] : await (await import('./command.ts')).runAll(commands, table, context)
  return factsOf([...(await measureQueries(queries, table, context)), ...ofCommands])
}

type Query = Extract<MetricConfig, { sql: string }> & { readonly name: string; readonly at: Position }

async function measureQueries(queries: readonly Query[], table: PredictionTable, { services, config }: Context) {
  if (queries.length === 0) return []
  const { loadAnswers, measureSql } = await import('@trainyard/evaluation')
  const engine = await openEngine(services)
  try {
    const answers = await loadAnswers(table, engine)
    const measured: MeasuredCustom[] = []
    for (const query of queries) {
      services.log.progress(`${query.name} of ${table.rows} rows`)
      measured.push(await measureSql(query, answers, config.train.seed))
    }
    return measured
  } finally {
    await engine.close()
  }
}

function factsOf(measured: readonly MeasuredCustom[]): CustomFacts {
  const side = (of: (one: MeasuredCustom) => SideValues | undefined) => ({
    rows: new Map(measured.flatMap((one) => of(one)?.rows ?? [])),
    whole: new Map(measured.flatMap((one) => wholeOf(one, of(one)))),
  })
  const rivals = measured.some(({ champion }) => champion !== undefined)
  return {
    metrics: measured.map(({ metric }) => metric),
    candidate: side(({ candidate }) => candidate),
    ...(rivals && { champion: side(({ champion }) => champion) }),
  }
}

function wholeOf({ metric }: MeasuredCustom, side: SideValues | undefined) {
  return side?.whole ? [[metric.name, side.whole] as const] : []
}
