import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Services } from '@trainyard/ports'
import type { Charts } from '@trainyard/report'
import { exists } from './context.ts'

/** The chart renderer: from `dist/shared` in a bundle, where several stages share it, else from its own package. */
export async function chartsOf({ dist }: Pick<Services, 'dist'>): Promise<Charts> {
  const shared = path.join(dist, 'shared', 'charts', 'index.js')
  const loaded = (await exists(shared))
    ? await import(/* webpackIgnore: true */ pathToFileURL(shared).href)
    : await import(/* webpackIgnore: true */ '@trainyard/report/charts')
  return loaded.charts
}
