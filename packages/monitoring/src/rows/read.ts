import path from 'node:path'
import type { DataServices } from '@trainyard/dataset'
import type { ColumnProfile } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { glob } from 'tinyglobby'
import { isLog, readLog } from './log.ts'
import { readTable } from './table.ts'
import type { CurrentRows, RowSource } from './types.ts'

/**
 * Reads new rows, from tables or from the server's prediction log, and counts them like the profile.
 * @throws InputError where there are none, or where tables and logs are mixed
 */
export async function readRows(
  source: RowSource,
  reference: readonly ColumnProfile[],
  services: DataServices,
): Promise<CurrentRows> {
  const files = (await glob([...source.files], { cwd: source.base, absolute: true })).sort()
  const logs = await Promise.all(files.map(isLog))
  if (files.length === 0 || logs.every((log) => !log)) return readTable(source, reference, services)
  if (logs.every((log) => log)) return readLog(files, reference)
  const table = files.find((_, at) => !logs[at]) ?? ''
  throw new InputError(`tables and prediction logs together: ${path.relative(source.base, table)} is a table`, {
    remedy: 'Check them one after the other.',
  })
}
