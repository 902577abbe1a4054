import type { DataFile } from '@trainyard/evidence'
import { identifier, join, sql } from '../sql.ts'
import type { Dataset, Opened } from '../types.ts'
import { datasetOver, type Parts, tableOver } from './dataset.ts'

/** What is still to be found out of a table, and how. */
interface Open {
  readonly paths: readonly Pick<DataFile, 'path'>[]
  readonly files: () => Promise<readonly DataFile[]>
  readonly uncounted: readonly string[]
  /** Gives up hashing. */
  readonly stop: () => void
}

/** The built table before all is known of it. */
export function openedOver(parts: Parts, { paths, files, uncounted, stop }: Open): Opened {
  const close = async () => {
    stop()
    await parts.engine.close()
  }
  return {
    ...tableOver(parts),
    files: paths.map(({ path }) => ({ path })),
    uncounted,
    whole: async (present) => {
      const columns = counted(parts, present ?? (await countPresent(parts, uncounted)))
      return { ...datasetOver({ ...parts, columns, files: await files() }), close }
    },
    close,
  }
}

/** A dataset from what is opened; it is closed where that fails. */
export async function wholeOf(opened: Opened): Promise<Dataset> {
  try {
    return await opened.whole()
  } catch (error) {
    await opened.close()
    throw error
  }
}

/** Rows with a value, of some columns. */
async function countPresent({ only, engine }: Parts, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (names.length === 0) return new Map()
  const counts = names.map((name, index) => sql`count(${identifier(name)}) AS ${identifier(`n${index}`)}`)
  const [row = {}] = await engine.all<Record<string, number>>(sql`SELECT ${join(counts)} FROM ${only(names)}`)
  return new Map(names.map((name, index) => [name, row[`n${index}`] ?? 0]))
}

function counted({ columns, rows }: Parts, present: ReadonlyMap<string, number>): Parts['columns'] {
  return columns.map((column) => {
    const values = present.get(column.name)
    return values === undefined ? column : { ...column, missing: rows - values }
  })
}
