import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { type DuckDBModule, type LocateServices, loadDuckDB } from '@trainyard/native'
import { type Batch, FaultError } from '@trainyard/ports'
import { readBatches } from './batches.ts'
import { plainRow } from './plain.ts'
import { type Selected, select, type WrittenQuery } from './select.ts'
import { join, type Sql, sql } from './sql.ts'
import type { Engine } from './types.ts'

type Instance = Awaited<ReturnType<DuckDBModule['DuckDBInstance']['create']>>
type Connection = Awaited<ReturnType<Instance['connect']>>

/**
 * A DuckDB of its own, on a temporary file, so that tables larger than memory spill to disk. It loads no extension
 * from anywhere. `close` removes its folder.
 */
export async function openEngine(services: LocateServices): Promise<Engine> {
  const duckdb = await loadDuckDB(services)
  const folder = await mkdtemp(path.join(tmpdir(), 'trainyard-'))
  const instance = await duckdb.DuckDBInstance.create(path.join(folder, 'data.duckdb'), settings(folder))
  const engine = engineOn(instance, await instance.connect(), folder)
  await engine.run(sql`SET GLOBAL TimeZone = 'UTC'`)
  await engine.run(sql`SET GLOBAL parquet_metadata_cache = true`)
  return engine
}

/** From here on only files in the engine's own folder and these are within reach, and no setting can be changed. */
export async function lockEngine(engine: Engine, files: readonly string[] = []): Promise<void> {
  await engine.run(sql`SET allowed_directories = [${engine.folder}]`)
  await engine.run(sql`SET allowed_paths = [${join(files.map((file) => sql`${file}`))}]`)
  await engine.run(sql`SET enable_external_access = false`)
  await engine.run(sql`SET lock_configuration = true`)
}

function settings(folder: string): Record<string, string> {
  return {
    threads: String(Math.min(availableParallelism(), 8)),
    memory_limit: `${Math.floor(memoryBudget() / 2 ** 20)}MiB`,
    temp_directory: path.join(folder, 'spill'),
    preserve_insertion_order: 'true',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  }
}

/** Half of what the machine or its container has, 4 GiB at most. */
function memoryBudget(): number {
  const limit = process.constrainedMemory()
  const total = limit > 0 ? Math.min(limit, totalmem()) : totalmem()
  return Math.min(total / 2, 4 * 2 ** 30)
}

function engineOn(instance: Instance, connection: Connection, folder: string): Engine {
  let open = true
  return {
    folder,
    all: (query) => rowsOf(connection, query),
    run: async (query) => {
      await guarded(query, () => connection.run(query.text))
    },
    stream: (query, size) => streamFrom(instance, query, size),
    select: (query) => selectAlone(instance, folder, query),
    beside: async (work) => {
      const other = await instance.connect()
      try {
        return await work({ ...engineOn(instance, other, folder), close: async () => undefined })
      } finally {
        other.closeSync()
      }
    },
    close: async () => {
      if (!open) return
      open = false
      connection.closeSync()
      instance.closeSync()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function rowsOf<Row extends object>(connection: Connection, query: Sql): Promise<Row[]> {
  const reader = await guarded(query, () => connection.runAndReadAll(query.text))
  return reader.getRowObjectsJS().map((row) => plainRow(row) as Row)
}

/** A connection of its own, because another query would end the stream. */
async function* streamFrom(instance: Instance, query: Sql, size = 8192): AsyncIterable<Batch> {
  const connection = await instance.connect()
  try {
    yield* readBatches(await guarded(query, () => connection.stream(query.text)), size)
  } finally {
    connection.closeSync()
  }
}

async function guarded<T>(query: Sql, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw new FaultError(`the table engine refused a query: ${query.text.slice(0, 200)}`, { cause })
  }
}

/** On a connection of its own, with everything else out of reach. */
async function selectAlone(instance: Instance, folder: string, query: WrittenQuery): Promise<Selected> {
  const connection = await instance.connect()
  try {
    const setting = await connection.runAndReadAll(sql`SELECT current_setting('enable_external_access') AS open`.text)
    if (setting.getRowObjectsJS()[0]?.['open'] !== false) {
      throw new FaultError(`a query of a user needs an engine that is locked: ${folder}`)
    }
    return await select(connection, query)
  } finally {
    connection.closeSync()
  }
}
