import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { FaultError } from '@trainyard/ports'
import { type Located, locate } from './locate.ts'
import type { LocateServices } from './services.ts'

export type DuckDBModule = typeof import('@duckdb/node-api')

/** Finds DuckDB and loads it. */
export async function loadDuckDB(services: LocateServices): Promise<DuckDBModule> {
  const located = await locate('duckdb', services)
  const loaded = await load(located, services)
  if (!isWhole(loaded)) throw new FaultError(`DuckDB at ${located.entry} cannot be loaded`)
  return loaded
}

/** A package's scripts in one file, as a function of what CommonJS gives them. */
type Scripts = (module: { readonly exports: object }, require: NodeJS.Require, folder: string) => void

/**
 * From `dist/shared` in a bundle: DuckDB's 120 scripts, at the version that was found, are one file there, which takes a third
 * of the time. Else as the CommonJS that they are, because `import()` would first read all of them for their names.
 */
async function load({ entry, binary }: Located, { dist }: LocateServices): Promise<Partial<DuckDBModule>> {
  const bundle = path.join(dist, 'shared', 'duckdb', 'index.js')
  if (!existsSync(bundle)) return createRequire(entry)(entry)
  const { default: scripts }: { readonly default: Scripts } = await import(
    /* webpackIgnore: true */ pathToFileURL(bundle).href
  )
  const module = { exports: {} }
  scripts(module, withBinary(binary), path.dirname(bundle))
  return module.exports
}

/** A `require` that knows where the binary is: the package would look which C library there is first. */
function withBinary(binary: string): NodeJS.Require {
  const own = createRequire(binary)
  return Object.assign((name: string) => own(name.startsWith('@duckdb/') ? binary : name), own)
}

function isWhole(loaded: Partial<DuckDBModule>): loaded is DuckDBModule {
  return loaded.DuckDBInstance !== undefined
}
