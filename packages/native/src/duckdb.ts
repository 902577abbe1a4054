import { pathToFileURL } from 'node:url'
import { FaultError } from '@trainyard/ports'
import { locate } from './locate.ts'
import type { LocateServices } from './services.ts'

export type DuckDBModule = typeof import('@duckdb/node-api')

/** Finds DuckDB and loads it. */
export async function loadDuckDB(services: LocateServices): Promise<DuckDBModule> {
  const { entry } = await locate('duckdb', services)
  const loaded: { readonly default: DuckDBModule } = await import(/* webpackIgnore: true */ pathToFileURL(entry).href)
  if (!loaded.default?.DuckDBInstance) throw new FaultError(`DuckDB at ${entry} cannot be loaded`)
  return loaded.default
}
