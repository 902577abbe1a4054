import { readFile } from 'node:fs/promises'
import { isCode } from '@trainyard/ports'
import { broken, type TableFolder, type TablePlace } from '../place.ts'
import { type Action, parseActions } from './actions.ts'
import { commitName, logFolder } from './log.ts'

/**
 * The actions of one commit.
 * @throws {InputError} where it is missing or broken, with the file and the line
 */
export async function readCommit(table: TableFolder, version: number): Promise<Action[]> {
  const place = { version, file: `${table.path}/${logFolder}/${commitName(version)}` }
  return readActions(`${table.absolute}/${logFolder}/${commitName(version)}`, place)
}

/** The actions of a file with one JSON object a line. @throws {InputError} where it is missing, empty or broken */
export async function readActions(file: string, place: TablePlace): Promise<Action[]> {
  const lines = (await readLogText(file, place)).split('\n')
  const actions = lines.flatMap((line, index) =>
    line.trim() === '' ? [] : parseActions(line, { ...place, line: index + 1 }),
  )
  if (lines.every((line) => line.trim() === '')) throw broken(place, 'this file of the log is empty')
  return actions
}

/** The text of a file of the log. @throws {InputError} where it is missing or no UTF-8 */
export async function readLogText(file: string, place: TablePlace): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    if (!isCode(cause, 'ENOENT')) throw cause
    throw broken(place, 'this file of the log is missing', { cause })
  })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw broken(place, 'this file of the log is no UTF-8', { cause })
  }
}
