import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openEngine } from '../engine.ts'
import { type Sql, sql } from '../sql.ts'
import type { Engine } from '../types.ts'
import { testServices } from './services.ts'

/** A table that a test writes by hand, in `base`/t. */
export interface HandTable {
  readonly base: string
  readonly engine: Engine
  /** Writes a Parquet file of the table from a query, and gives the `add` action for it. */
  add(name: string, query: Sql, more?: object): Promise<{ readonly add: object }>
  /** Writes a file of the log: texts as they are, actions one a line. */
  log(name: string, content: string | readonly object[]): Promise<void>
  /** Writes the next versions, from `first` on. */
  commits(versions: readonly (readonly object[])[], first?: number): Promise<void>
}

/** Gives work a table to write, and removes it. */
export async function inTable<T>(work: (table: HandTable) => Promise<T>): Promise<T> {
  const base = await mkdtemp(path.join(tmpdir(), 'trainyard-delta-'))
  const engine = await openEngine(testServices)
  try {
    await mkdir(path.join(base, 't/_delta_log/_sidecars'), { recursive: true })
    return await work(handTable(base, engine))
  } finally {
    await engine.close()
    await rm(base, { recursive: true, force: true })
  }
}

function handTable(base: string, engine: Engine): HandTable {
  const log: HandTable['log'] = (name, content) => {
    const text = typeof content === 'string' ? content : content.map((action) => `${JSON.stringify(action)}\n`).join('')
    return writeFile(path.join(base, 't/_delta_log', name), text)
  }
  return {
    base,
    engine,
    log,
    add: async (name, query, more = {}) => {
      const file = path.join(base, 't', name)
      await mkdir(path.dirname(file), { recursive: true })
      await engine.run(sql`COPY (${query}) TO ${file} (FORMAT parquet)`)
      const { size } = await stat(file)
      const path_ = name.split('/').map(encodeURIComponent).join('/')
      return { add: { path: path_, partitionValues: {}, size, modificationTime: 0, dataChange: true, ...more } }
    },
    commits: async (versions, first = 0) => {
      for (const [index, actions] of versions.entries()) await log(`${versionName(first + index)}.json`, actions)
    },
  }
}

export function versionName(version: number): string {
  return String(version).padStart(20, '0')
}

export const protocol = (minReaderVersion = 1, readerFeatures?: readonly string[]) => ({
  protocol: {
    minReaderVersion,
    minWriterVersion: readerFeatures ? 7 : 2,
    readerFeatures,
    writerFeatures: readerFeatures,
  },
})

type Columns = Readonly<Record<string, string | { readonly type: unknown; readonly metadata?: object }>>

export function metaData(columns: Columns, more: object = {}) {
  const fields = Object.entries(columns).map(([name, column]) => ({
    name,
    nullable: true,
    metadata: {},
    ...(typeof column === 'string' ? { type: column } : column),
  }))
  const schemaString = JSON.stringify({ type: 'struct', fields })
  const fixed = { id: 'table-1', format: { provider: 'parquet', options: {} }, partitionColumns: [], configuration: {} }
  return { metaData: { ...fixed, schemaString, ...more } }
}
