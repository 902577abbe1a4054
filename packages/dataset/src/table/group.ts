import { isDeepStrictEqual } from 'node:util'
import type { ScannedFile } from '../files/scan.ts'

/** Files one after the other that are alike, so that one query reads them all. */
export interface FileGroup {
  readonly files: readonly ScannedFile[]
  /** Index of the first among all files. */
  readonly first: number
}

/** More would make one query too long. */
const mostFiles = 500

/** The files in groups, in their order. */
export function groupsOf(files: readonly ScannedFile[]): readonly FileGroup[] {
  const groups: { files: ScannedFile[]; first: number }[] = []
  for (const [index, file] of files.entries()) {
    const group = groups.at(-1)
    const [head] = group?.files ?? []
    if (group && head && group.files.length < mostFiles && alike(head, file)) group.files.push(file)
    else groups.push({ files: [file], first: index })
  }
  return groups
}

function alike(a: ScannedFile, b: ScannedFile): boolean {
  if (a.relation || b.relation || a.format !== b.format || a.gzip !== b.gzip || a.delimiter !== b.delimiter)
    return false
  const partitions = [a, b].map(({ partition = {} }) => Object.keys(partition))
  return (
    isDeepStrictEqual(a.columns, b.columns) &&
    isDeepStrictEqual(a.declared, b.declared) &&
    isDeepStrictEqual(partitions[0], partitions[1])
  )
}
