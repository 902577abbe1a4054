import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { broken, type TableFolder, type TablePlace } from './place.ts'

/** A path of the log, decoded: its writers escape it as a URI, each in their own way. @throws {InputError} where it is none */
export function decodedPath(written: string, place: TablePlace): string {
  try {
    const decoded = /^file:/i.test(written) ? fileURLToPath(written) : decodeURIComponent(written)
    if (decoded !== '' && !decoded.includes('\0')) return decoded
  } catch (cause) {
    throw broken(place, `'${written}' is no path of a file`, { cause })
  }
  throw broken(place, `'${written}' is no path of a file`)
}

/**
 * Where a file of the table lies: in its folder, or anywhere where the log names the whole path, as clones do.
 * @throws {InputError} for a file on another machine, and for a relative path that leads out of the table
 */
export function absolutePath(table: TableFolder, written: string, place: TablePlace): string {
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(written)?.[1]
  if (scheme !== undefined && scheme.toLowerCase() !== 'file') {
    throw broken(place, `its data lies elsewhere: ${written}`, {
      remedy: 'Read are tables whose files are on this machine. Copy the table here with all its files.',
    })
  }
  const decoded = decodedPath(written, place)
  if (path.isAbsolute(decoded)) return decoded
  const absolute = path.resolve(table.absolute, decoded)
  if (absolute.startsWith(table.absolute + path.sep)) return absolute
  throw broken(place, `the path '${written}' leads out of the table`)
}
