import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { DeltaConfig } from '@trainyard/config'
import { logFolder } from './log/log.ts'

/** `table@v12` and `table@20260131120000000`, as Spark writes a version and a time (UTC) behind a table's path. */
const suffix = /@(?:v(\d{1,15})|(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3}))$/

/** The Delta table that a text names; none where no table lies there. */
export async function deltaNamed(text: string, base: string): Promise<DeltaConfig | undefined> {
  if (await isTable(path.resolve(base, text))) return { delta: text }
  const [written, version, ...time] = suffix.exec(text) ?? []
  const delta = text.slice(0, -(written?.length ?? 0))
  if (written === undefined || !(await isTable(path.resolve(base, delta)))) return undefined
  if (version !== undefined) return { delta, version: Number(version) }
  const [year, month, day, hours, minutes, seconds, milliseconds] = time
  return { delta, timestamp: `${year}-${month}-${day}T${hours}:${minutes}:${seconds}.${milliseconds}Z` }
}

async function isTable(folder: string): Promise<boolean> {
  const log = await stat(path.join(folder, logFolder)).catch(() => undefined)
  return log?.isDirectory() === true
}
