import { broken, type TableFolder, type TablePlace } from '../place.ts'
import { readLogText } from './commit.ts'
import { type Fields, fieldsOf } from './fields.ts'
import { type Log, logFolder } from './log.ts'
import type { TableState } from './state.ts'

const remedy = 'Copy the table again. If only this file is wrong, delete it: no reader needs it.'

/**
 * `_last_checkpoint` says how far the log reaches at least, so that a log that lost its end is not taken for whole.
 * @throws {InputError} where it names a later version than the log holds, or is broken
 */
export async function checkReach(table: TableFolder, log: Log): Promise<void> {
  if (!log.lastCheckpoint) return
  const place = { version: log.latest, file: `${table.path}/${logFolder}/_last_checkpoint` }
  const version = (await readFields(table, '_last_checkpoint', place)).whole('version')
  if (version <= log.latest) return
  throw broken(place, `the log must reach version ${version}, and ends here`, { remedy })
}

/**
 * The checksum file of a version, if its writer left one, says how many files it has and how large they are together.
 * @throws {InputError} where the state that was read is another
 */
export async function checkState(table: TableFolder, log: Log, { files }: TableState, version: number): Promise<void> {
  if (!log.checksums.includes(version)) return
  const name = `${String(version).padStart(20, '0')}.crc`
  const place = { version, file: `${table.path}/${logFolder}/${name}` }
  const fields = await readFields(table, name, place)
  const bytes = [...files.values()].reduce((sum, { size }) => sum + size, 0)
  expectSame(place, 'files', { said: fields.whole('numFiles'), found: files.size })
  expectSame(place, 'bytes', { said: fields.whole('tableSizeBytes'), found: bytes })
}

function expectSame(place: TablePlace, what: string, { said, found }: { said: number; found: number }): void {
  if (said !== found)
    throw broken(place, `the table should have ${said} ${what}, and the log gives ${found}`, { remedy })
}

async function readFields(table: TableFolder, name: string, place: TablePlace): Promise<Fields> {
  const text = await readLogText(`${table.absolute}/${logFolder}/${name}`, place)
  try {
    return fieldsOf(JSON.parse(text), name, place)
  } catch (cause) {
    throw broken(place, 'this file is no JSON object, or cut', { cause, remedy })
  }
}
