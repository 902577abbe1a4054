import path from 'node:path'

/** A path as messages and documents name it. */
export function shownPath(base: string, file: string): string {
  return path.relative(base, file).split(path.sep).join('/')
}
