import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AnyDocument } from '@trainyard/evidence'
import { FaultError, type Services } from '@trainyard/ports'
import { type Charts, needsCharts } from '@trainyard/report'
import { exists } from './context.ts'

/** The chart renderer, loaded where a page of these documents needs it. */
export async function chartsFor(documents: readonly AnyDocument[], services: Pick<Services, 'dist'>): Promise<Charts> {
  return needsCharts(documents) ? chartsOf(services) : noCharts
}

const noCharts: Charts = () => {
  throw new FaultError('a page has a chart that was not looked for')
}

/** From `dist/shared` in a bundle, where several stages share it, else from its own package. */
async function chartsOf({ dist }: Pick<Services, 'dist'>): Promise<Charts> {
  const shared = path.join(dist, 'shared', 'charts', 'index.js')
  const loaded = (await exists(shared))
    ? await import(/* webpackIgnore: true */ pathToFileURL(shared).href)
    : await import(/* webpackIgnore: true */ '@trainyard/report/charts')
  return loaded.charts
}
