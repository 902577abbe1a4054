import { createRequire } from 'node:module'
import { FaultError } from '@trainyard/ports'
import { locate } from './locate.ts'
import type { LocateServices } from './services.ts'

export type DuckDBModule = typeof import('@duckdb/node-api')

/** Finds DuckDB and loads it: as the CommonJS that it is, because `import()` would first read all its files for their names. */
export async function loadDuckDB(services: LocateServices): Promise<DuckDBModule> {
  const { entry } = await locate('duckdb', services)
  const loaded: Partial<DuckDBModule> = createRequire(entry)(entry)
  if (!isWhole(loaded)) throw new FaultError(`DuckDB at ${entry} cannot be loaded`)
  return loaded
}

function isWhole(loaded: Partial<DuckDBModule>): loaded is DuckDBModule {
  return loaded.DuckDBInstance !== undefined
}
