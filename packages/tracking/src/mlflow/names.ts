import path from 'node:path'
import { sha256 } from '@trainyard/ports'

/** Of a changed name, so that a tag can hold it behind a prefix. */
const longestChanged = 220
export const longestParam = 6000
/** Servers differ: 5,000 in older releases, 8,000 now. */
export const longestTag = 5000

/**
 * A name that MLflow takes for a metric, a param or a tag: letters, digits, `_ - . /` and blanks, that would also be the path of
 * one file. Any other character becomes `_`, and the beginning of the name's digest keeps two such names apart.
 */
export function keyOf(name: string): string {
  if (isKey(name)) return name
  const plain = name.replaceAll(/[^\p{L}\p{N}_. /-]/gu, '_').slice(0, longestChanged)
  const clean = path.posix.normalize(plain).replaceAll(/^[./]+|\/+$/g, '')
  return `${clean || 'unnamed'}-${sha256(name).slice(0, 8)}`
}

function isKey(name: string): boolean {
  const clean = path.posix.normalize(name)
  return /^[\p{L}\p{N}_. /-]{1,250}$/u.test(name) && clean === name && !/^(\.|\/)|\/$/.test(name)
}

/** A text that is not longer than MLflow takes, cut where it is; the cut is told once a name. */
export function cut(text: string, longest: number, tell: (lost: number) => void): string {
  if (text.length <= longest) return text
  tell(text.length - longest)
  return text.slice(0, longest)
}
