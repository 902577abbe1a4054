import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sha256 } from '@trainyard/ports'
import { identifier, type Sql, sql } from '../../sql.ts'
import type { Engine } from '../../types.ts'
import type { Range } from './roaring.ts'

/** Rows that are deleted from some files. */
export interface DeletedRows {
  /** By the index of the file; none where nothing is deleted from it. */
  in(file: number): Sql | undefined
}

/**
 * Brings the numbers of deleted rows into the engine, as ranges: they may be millions.
 * @param name of the table, for a table of its own in the engine
 * @param files the ranges of each file
 */
export async function loadDeleted(
  name: string,
  files: readonly (readonly Range[])[],
  engine: Engine,
): Promise<DeletedRows> {
  const table = identifier(`deleted rows ${sha256(name).slice(0, 16)}`)
  const text = path.join(engine.folder, `${sha256(name)}.csv`)
  await pipeline(Readable.from(lines(files)), createWriteStream(text))
  await engine.run(
    sql`CREATE OR REPLACE TABLE ${table} AS SELECT * FROM read_csv(${text}, auto_detect = false, header = false,
      delim = ',', columns = {file: 'INTEGER', first: 'BIGINT', last: 'BIGINT'})`,
  )
  await rm(text)
  return {
    in: (file) => {
      if (files[file] === undefined || files[file].length === 0) return undefined
      return sql`(SELECT unnest(range(first, last + 1)) FROM ${table} WHERE file = ${file})`
    },
  }
}

function* lines(files: readonly (readonly Range[])[]): Generator<string> {
  for (const [file, ranges] of files.entries()) {
    for (const { first, last } of ranges) yield `${file},${first},${last}\n`
  }
}
