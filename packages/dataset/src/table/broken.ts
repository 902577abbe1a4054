import { FaultError } from '@trainyard/ports'
import { parquetRows, unlessBroken } from '../files/parquet.ts'
import type { SourceFile } from '../files/source.ts'
import { type Sql, sql } from '../sql.ts'
import type { Engine } from '../types.ts'

/**
 * An engine over files that are read where they lie. A broken one shows when a question first comes to the broken part:
 * then the fault is the file's, and is told as such.
 */
export function overFiles(engine: Engine, files: readonly SourceFile[]): Engine {
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      if (error instanceof FaultError) await readAll(files, engine)
      throw error
    }
  }
  return {
    ...engine,
    all: <Row extends object>(query: Sql) => told(() => engine.all<Row>(query)),
    run: (query) => told(() => engine.run(query)),
    beside: (work) => engine.beside((other) => work(overFiles(other, files))),
    async *stream(query, size) {
      const batches = engine.stream(query, size)[Symbol.asyncIterator]()
      try {
        for (let next = await told(() => batches.next()); !next.done; next = await told(() => batches.next())) {
          yield next.value
        }
      } finally {
        await batches.return?.()
      }
    },
  }
}

/** @throws {InputError} naming the first file that cannot be read to its end */
export async function readAll(files: readonly SourceFile[], engine: Engine): Promise<void> {
  for (const file of files) {
    await unlessBroken(file, () => engine.all(sql`SELECT max(hash(rows)) FROM ${parquetRows(file)} AS rows`))
  }
}
